// What a page is nicer with, and complete without: suggestions, the reader's own time, copying.
(() => {
  "use strict";
  const words = document.body.dataset;
  const root = words.root;

  // Hours on the reader's own clocks, with the day where it is another one there.
  for (const time of document.querySelectorAll("time[data-instant]")) {
    if (time.nextElementSibling?.classList.contains("yours")) continue; // The zone asked for.
    const instant = new Date(time.dateTime);
    // Days in the order, and hours on the clock, in which the pages say them.
    const lang = document.documentElement.lang.replace(/^en$/, "en-GB");
    const hour = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit" }).format(instant);
    const day = new Intl.DateTimeFormat(lang, { day: "numeric", month: "long" }).format(instant);
    const yours = document.createElement("span");
    yours.className = "yours";
    const [told, on] = lang === "fr" ? french(hour, day) : [hour, day];
    yours.textContent = words.yours.replace("{hour}", told).replace("{day}", on);
    time.after(yours);
  }

  // As the pages write them: « 9 h 30 », « 9 h », « 1er janvier ».
  function french(hour, day) {
    const [hours, minutes] = hour.split(":");
    const told = `${Number(hours)}\u00a0h` + (minutes === "00" ? "" : `\u00a0${minutes}`);
    return [told, day.replace(/^1 /, "1er ")];
  }

  for (const code of document.querySelectorAll("code[data-copy]")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    (code.closest("pre") || code).after(button);
  }

  // Suggestions: a combobox with a list (ARIA Authoring Practices), for the last name of a field.
  let numbers = 0;
  for (const input of document.querySelectorAll("[data-suggest]")) suggestFor(input);

  function suggestFor(input) {
    const box = document.createElement("span");
    const list = document.createElement("ul");
    box.className = "suggested";
    list.id = `suggestions-${numbers += 1}`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.suggestions);
    list.hidden = true;
    input.after(box);
    box.append(input, list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);

    let waiting, chosen = -1, asked = 0;
    const options = () => [...list.children];
    const close = () => {
      list.hidden = true;
      list.replaceChildren();
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (number) => {
      const all = options();
      chosen = (number + all.length) % all.length;
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
      input.setAttribute("aria-activedescendant", all[chosen].id);
    };
    const take = (option) => {
      const before = input.value.slice(0, input.value.lastIndexOf(",") + 1);
      input.value = before + option.dataset.id;
      close();
    };
    const show = (items) => {
      list.replaceChildren(...items.map((item, i) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${i}`;
        option.dataset.id = item.id;
        option.textContent = item.name;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
        return option;
      }));
      list.hidden = items.length === 0;
      chosen = -1;
      input.setAttribute("aria-expanded", String(items.length > 0));
    };
    const ask = async () => {
      const text = input.value.slice(input.value.lastIndexOf(",") + 1).replace(/^\s*-?/, "").trim();
      const number = asked += 1;
      if (text.length < 2) return close();
      const query = new URLSearchParams({ q: text, limit: "8", lang: document.documentElement.lang });
      const answer = await fetch(`${root}/v1/${input.dataset.suggest}?${query}`).catch(() => null);
      if (answer && answer.ok && number === asked) show((await answer.json()).items);
    };
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
    input.addEventListener("blur", () => { asked += 1; close(); });
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") mark(chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen < 0 ? -1 : chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) take(options()[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }
})();
