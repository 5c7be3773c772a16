"""What several checks of files say; each message is the rest of a sentence that begins with the file's name."""


class OtherType(ValueError):
    """The bytes are not what the name says; the message names what was expected."""


def has_programs(suffix: str) -> ValueError:
    return ValueError(
        f"にはマクロなどのプログラムが入っています。入っていない {suffix} で保存し直してください。"
    )
