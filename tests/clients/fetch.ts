// What someone writes against the generated types: one typed request, the ids on standard output.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[]; exitCode: number };

const client = createClient<paths, "application/json">({ baseUrl: process.argv[2] ?? "" });
const { data, error } = await client.GET("/v1/events", {
  params: { query: { date: "2022-01" } },
});
if (data) {
  for (const event of data.items) console.log(event.id);
} else {
  console.error(error);
  process.exitCode = 1;
}
