"""やさしい日本語: what the pages below /easy/ say of figures, by rule, from the same rows as every other page (docs/look.md §8).

A sentence holds one fact, ends in です or ます, parts its words by spaces, and uses no hard word without saying it easily. What a
city wrote stands in it as it is, within <span class="city">: nothing of ours is read into it, and no reading is guessed.
"""
