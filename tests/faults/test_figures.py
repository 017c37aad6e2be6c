"""Figures that cannot be drawn, or not twice the same, or that nobody needs."""

from collections.abc import Sequence

from tests.faults.planting import (
    BUILD,
    FIGURES,
    MEND_FIGURE,
    MODULE,
    NOTATION,
    QUICK,
    Edit,
    Fault,
    in_module,
    in_text,
    part_of_site,
)
from tests.faults.running import catalogue

TEST = "tests/start/test_notation.py"
EVERY = "\n\ndef test_planted() -> None:\n    from downhill.style import every_frame\n    list(every_frame(notation.planted_that_jumps))\n"


def in_figure(
    name: str,
    body: str,
    says: str,
    remedy: str = MEND_FIGURE,
    command: tuple[str, ...] = FIGURES,
    returns: str = "fig",
) -> Fault:
    """A figure that is embedded as it should be, with a fault in its function."""
    function = f"planted_{name.replace(' ', '_').replace('-', '_')}"
    image = f"notation/{function.replace('_', '-')}.svg"
    code = f"\n\n§def {function}() -> Figure:\n    fig, ax = canvas()\n    {body}\n    return {returns}\n"
    edits = [
        Edit(NOTATION, f"\n![A figure that has a fault in it.]({image})\n"),
        Edit(MODULE, code),
    ]
    return Fault(f"{name}", command, edits, says, remedy, together=True)


def moving(
    name: str,
    body: str,
    says: str,
    remedy: str = MEND_FIGURE,
    values: str = "(2.0, 1.0, 0.5)",
    command: tuple[str, ...] = FIGURES,
    says_it: str = "    fig.set_label(f'h = {h}')\n",
    more: Sequence[Edit] = (),
    marked: str = "def",
    together: bool = True,
) -> Fault:
    """A figure with frames that is embedded as it should be, with a fault in it."""
    function = f"planted_{name.replace(' ', '_')}"
    image = f"notation/{function.replace('_', '-')}.svg"
    code = (
        f"\n\n@downhill.style.frames('Step h', h={values})\ndef {function}(h: float = 1.0)"
        f" -> Figure:\n    fig, ax = canvas()\n    {body}\n{says_it}    return fig\n"
    )
    edits = [
        Edit(NOTATION, f"\n![A figure that has a fault in it.]({image})\n"),
        Edit(
            MODULE,
            f"\n\nimport downhill.style\n{code.replace(marked, f'§{marked}', 1)}",
        ),
        *more,
    ]
    return Fault(name, command, edits, says, remedy, together=together)


FAULTS = [
    in_figure("that raises", "1 / 0", "ZeroDivisionError: division by zero"),
    in_figure("that warns", "np.log(0.0)", "RuntimeWarning: divide by zero"),
    in_figure("with a NaN", "ax.plot([1.0, np.nan])", "holds NaN or infinity"),
    in_figure("with infinity", "ax.plot([1.0, np.inf])", "holds NaN or infinity"),
    in_figure(
        "in a colour", 'ax.plot([1.0], color="red")', "is no role of the palette"
    ),
    in_figure("that prints", "print(1)", "it prints '1'"),
    in_figure(
        "in a font",
        'ax.set_title("x", fontfamily="No Such Font")',
        "'No Such Font' not found",
    ),
    in_figure("that is none", "pass", "returns Axes, not a Figure", returns="ax"),
    in_figure(
        "that writes a file",
        'np.save("/tmp/left_by_a_test", np.ones(2))',
        "it writes a file: /tmp/left_by_a_test.npy",
    ),
    in_figure(
        "that starts a process", '__import__("os").system("true")', "starts a process"
    ),
    in_figure("that exits", "raise SystemExit(0)", "SystemExit: 0"),
    in_figure(
        "that ends its process", '__import__("os")._exit(0)', "its process ended"
    ),
    Fault(
        "that raises, in a build",
        BUILD,
        in_figure("in a build", "1 / 0", "").edits,
        "ZeroDivisionError: division by zero",
        MEND_FIGURE,
    ),
    in_module(
        "that no page uses",
        "§def planted() -> Figure:\n    return canvas()[0]",
        "figure `planted` is used by no page",
        "embed notation/planted.svg in docs/start/notation.md",
        together=True,
    ),
    in_text(
        "that no function makes",
        "§![A figure that nobody draws.](notation/planted-figure.svg)",
        "no function makes the image start/notation/planted-figure.svg",
        "write `def planted_figure() -> Figure` in snippets/start/notation.py",
        file=NOTATION,
        together=True,
    ),
    Fault(
        "whose claim nothing tests",
        part_of_site("claim"),
        in_figure("untested", "pass", "").edits,
        "no test calls `planted_untested()`",
        "test its claim in tests/start/test_notation.py",
        together=True,
    ),
    moving(
        "with a frame that raises",
        "ax.plot([1 / (h - 0.5)])",
        "_with_a_frame_that_raises(h=0.5)` failed: ZeroDivisionError",
    ),
    moving(
        "with a frame that says nothing",
        "ax.plot([h], color=INK)",
        "_says_nothing(h=2.0)` (and 2 other frames) failed: ValueError: no text",
        says_it="",
    ),
    moving(
        "whose default has no frame",
        "ax.plot([h], color=INK)",
        "the default h=1.0 is not among its frames",
        "take one of 2.0, 0.5",
        values="(2.0, 0.5)",
        together=False,
    ),
    moving(
        "with frames that are too heavy",
        "ax.plot(*np.random.default_rng(int(9 * h)).random((2, 15_000)), color=INK)",
        "3 frames take ",
        "fewer frames, fewer level lines, or fewer points on what moves",
    ),
    moving(
        "that jumps",
        "ax.plot([0.0, h], color=INK)",
        "`planted_that_jumps(1.0)`: its axes are not those of the first frame",
        "set them for all: ax.set(xlim=..., ylim=...)",
        command=("pytest", TEST, *QUICK, "-k", "planted"),
        more=[Edit(TEST, EVERY)],
        marked="@",
    ),
    moving(
        "with texts that overlap",
        "ax.set(ylim=(0, 3)); ax.text(0.5, h, 'here'); ax.text(0.5, 0.5, 'there')",
        "_overlap(h=0.5)` failed: ValueError: the texts 'here' and 'there' overlap: move",
    ),
    moving(
        "whose frames nothing tests",
        "ax.plot([h], color=INK)",
        "no test calls `every_frame(planted_whose_frames_nothing_tests)`",
        "test its claim in tests/start/test_notation.py",
        command=part_of_site("claim"),
    ),
    Fault(
        "of the README that is old",
        part_of_site("readme"),
        [Edit(".github/descent.svg", "\n")],
        "is not what is drawn",
        "make figures, commit it",
        [".github/descent.svg"],
    ),
]
test_a_figure_is_refused = catalogue(FAULTS)
