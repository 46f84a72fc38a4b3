// What JavaScript readers make of a calendar: {uid: its start as an instant}, one reader at a time.
import { readFileSync } from "node:fs";
import ical1 from "ical.js";
import ical2 from "ical.js-2";
import nodeIcal from "node-ical";

function icalJs(ICAL, text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((vevent) => new ICAL.Event(vevent));
  return events.map((event) => [event.uid, event.startDate.toJSDate()]);
}

const readers = {
  "ical.js 1": (text) => icalJs(ical1, text),
  "ical.js 2": (text) => icalJs(ical2, text),
  "node-ical": (text) =>
    Object.values(nodeIcal.sync.parseICS(text))
      .filter((component) => component.type === "VEVENT")
      .map((event) => [event.uid, event.start]),
};

const [reader, file] = process.argv.slice(2);
const starts = readers[reader](readFileSync(file, "utf8"));
console.log(JSON.stringify(starts.map(([uid, start]) => [uid, start.toISOString()])));
