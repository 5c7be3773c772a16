"""What the API offers and how it is asked, told once: its resources, their parameters, the OpenAPI document."""
