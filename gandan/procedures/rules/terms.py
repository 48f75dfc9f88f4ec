"""Which term of a version applies."""

from gandan.procedures.values import HasTerms, TermOption


def usual_term(version: HasTerms, channel: str, case: str = "") -> TermOption | None:
    """The term of `case` through `channel`; with no case, of the first case that the channel has.

    A line for the channel itself goes before a line for every channel. None when the version has no such line.
    """
    fitting = [option for option in version.term_options if option.channel in ("", channel)]
    if fitting:
        wanted = case or fitting[0].case
        fitting = [option for option in fitting if option.case == wanted]
    return min(fitting, key=lambda option: option.channel != channel, default=None)
