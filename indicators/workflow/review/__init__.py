"""The one way from draft to published: values, evaluation sheets and comparison values (docs/publication.md §3)."""
