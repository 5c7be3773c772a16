"""What the summary in English says of figures: by the same rules, from the same rows, as the Japanese pages (docs/publication.md §15)."""

from indicators.wording.english.counts import coverage, headline, initiatives_sentence, tally_sentence
from indicators.wording.english.sentences import (
    CALCULATED,
    note_of,
    say,
    stands,
    track_sentence,
)
from indicators.wording.english.words import (
    COUNTED,
    DIRECTIONS,
    MEANINGS,
    STATES,
    UNITS,
    VERDICTS,
    English,
    day_in_english,
    limit_note,
    start_word,
    state_note,
    target_word,
    verdict_word,
    year_in_english,
    year_of,
)
