// What checks an answer in Python: in the page, and in the tests, which read it from here.

export const CHECKER = String.raw`
def _check(answer, checks):
    import ast, contextlib, io, json, traceback

    names, steps = globals(), []
    for check in checks:
        steps += ast.parse(check).body
    said = {"passed": 0, "total": 0, "hint": None, "raised": None}
    said["total"] = sum(isinstance(step, ast.Assert) for step in steps)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(answer, "<answer>", "exec"), names)
            for step in steps:
                exec(compile(ast.Module([step], []), "<check>", "exec"), names)
                said["passed"] += isinstance(step, ast.Assert)
    except AssertionError as error:
        said["hint"] = str(error)
    except (Exception, SystemExit) as error:
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == "<answer>"]
        if isinstance(error, SyntaxError) and error.filename == "<answer>":
            lines.append(error.lineno)
        where = f"Line {lines[-1]}: " if lines else ""
        said["raised"] = f"{where}{type(error).__name__}: {error}"
    print(json.dumps(said))
`;
