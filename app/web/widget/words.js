// What the widget says itself, French and English. What events say comes from the API, in words.

const ENGLISH = {
  proposed: "Proposed",
  announced: "Announced",
  confirmed: "Confirmed",
  under_way: "Under way",
  suspended: "Suspended",
  held: "Held",
  postponed: "Postponed",
  cancelled: "Cancelled",
  one_party: "said by one party",
  contradicted: "the parties contradict each other",
  moved: "Moved; before: ",
  label: "Events: ",
  nothing: "Nothing is recorded for this filter.",
  more: "More events",
  whole: "Pourparlers",
  reader: "Show your time",
  venue: "Show local time",
  checked: "Checked ",
  away: "The record cannot be reached; this is the last copy of it.",
  missing: "The events cannot be shown just now.",
  now: "just now",
  someTime: "on an earlier visit",
  undated: "Start not known",
  and: (/** @type {number} */ count) => ` and ${count} more`,
  locale: "en-GB",
  months: (
    "January February March April May June July August September October November December"
  ).split(" "),
};

/** @typedef {typeof ENGLISH} Words */

/** @type {Words} */
const FRENCH = {
  proposed: "Proposé",
  announced: "Annoncé",
  confirmed: "Confirmé",
  under_way: "En cours",
  suspended: "Suspendu",
  held: "Tenu",
  postponed: "Reporté",
  cancelled: "Annulé",
  one_party: "selon une seule partie",
  contradicted: "les parties se contredisent",
  moved: "Déplacé ; auparavant : ",
  label: "Événements : ",
  nothing: "Rien n’est enregistré pour ce filtre.",
  more: "Autres événements",
  whole: "Pourparlers",
  reader: "À votre heure",
  venue: "À l’heure du lieu",
  checked: "Vérifié ",
  away: "Le registre est injoignable ; voici la dernière copie.",
  missing: "Les événements ne peuvent être affichés pour le moment.",
  now: "à l’instant",
  someTime: "lors d’une visite précédente",
  undated: "Début inconnu",
  and: (count) => (count > 1 ? ` et ${count} autres` : " et un autre"),
  locale: "fr",
  months: (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
  ).split(" "),
};

/**
 * The words of a language: French for `fr` and its regions, else English.
 * @param {string} lang
 */
export function words(lang) {
  return lang === "fr" ? FRENCH : ENGLISH;
}
