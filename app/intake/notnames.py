"""Words that tell when a name is no party: places, other things called so, who goes on a list."""

# What stands before a place or a subject: in Ankara, on Syria. Not "from": officials from Turkey.
BEFORE_A_PLACE = frozenset(
    {
        "about", "across", "against", "around", "at", "concerning", "for", "in", "inside", "into",
        "near", "on", "outside", "over", "regarding", "through", "throughout", "to", "toward",
        "towards", "within",
        "à", "au", "aux", "chez", "concernant", "contre", "dans", "en", "pour", "près", "sur",
        "vers",
    }
)  # fmt: skip
# What may stand between such a word and the place, or between two places.
WITHIN_A_PLACE = frozenset(
    {"and", "of", "the", "d", "de", "des", "du", "et", "l", "la", "le", "les"}
)
# Whose these are takes part: Turkey's delegation. Whose visit or invasion it is may not.
PEOPLE = frozenset(
    {
        "chief", "delegates", "delegation", "diplomats", "government", "leader", "leaders",
        "leadership", "negotiator", "negotiators", "new", "permanent", "representative",
        "representatives", "senior", "top",
    }
)  # fmt: skip
# These have a capital in English, and are neither a place nor a part of a name.
DAYS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    }
)  # fmt: skip
# Of these, the names of countries and peoples inside them are not those of parties.
OTHER_NAMES = (
    "Latin America", "Latin American", "Latin Americans", "Central America", "Central American",
    "Central Americans", "South America", "South American", "South Americans", "North America",
    "North American", "North Americans", "African American", "African Americans",
    "Native American", "Native Americans", "American Republics", "American States",
    "Niger Delta", "New Guinea", "New Mexico", "Lake Chad", "Gulf of Guinea", "Gulf of Mexico",
    "Gulf of Oman", "Sea of Japan", "Indian Ocean", "Northern Ireland", "Northern Irish",
    "Bosnian Serb", "Bosnian Serbs", "Bosnian Croat", "Bosnian Croats", "Turkish Cypriot",
    "Turkish Cypriots", "Greek Cypriot", "Greek Cypriots",
    "delta du Niger", "fleuve Niger", "lac Tchad", "golfe de Guinée", "golfe du Mexique",
    "golfe d’Oman", "mer du Japon", "océan Indien", "Irlande du Nord", "Serbe de Bosnie",
    "Serbes de Bosnie", "Croates de Bosnie", "Chypriote turc", "Chypriotes turcs",
    "Chypriote grec", "Chypriotes grecs",
)  # fmt: skip
# A mere word before it is a name: une réunion is no island.
WORDS = frozenset({"reunion"})
# Lebanon, Ohio. Not those that may be the next on a list of countries or of places.
STATES = frozenset(
    {
        "alabama", "alaska", "arizona", "arkansas", "california", "colorado", "connecticut",
        "delaware", "florida", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas",
        "kentucky", "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota",
        "mississippi", "missouri", "montana", "nebraska", "nevada", "new hampshire", "new jersey",
        "new mexico", "north carolina", "north dakota", "ohio", "oklahoma", "oregon",
        "pennsylvania", "rhode island", "south carolina", "south dakota", "tennessee", "texas",
        "utah", "vermont", "virginia", "west virginia", "wisconsin", "wyoming",
    }
)  # fmt: skip
