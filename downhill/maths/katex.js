// One formula to HTML, for downhill/katex.py: JSON out, so that a refusal keeps its position.
// KaTeX lets a few faults pass in silence (a command that needs trust is printed in red, a line
// break at the top of a display formula is dropped); they are collected and refused as well.
// A role is a class: \slope{2x} has the colour of slopes. No other class may be written.
const ROLES = ["inp", "out", "slope", "grad", "path"];
const MACROS = Object.fromEntries(ROLES.map((role) => ["\\" + role, `\\htmlClass{role-${role}}{#1}`]));

// What KaTeX itself understands of a formula, as JSON: the witness of equations reads it.
function parse(tex) {
  const options = { displayMode: true, strict: "ignore", trust: true, macros: { ...MACROS } };
  const kept = (key, value) => (["loc", "mode", "lexer"].includes(key) ? undefined : value);
  try {
    return JSON.stringify(katex.__parse(tex, options), kept);
  } catch (error) {
    return "null";
  }
}

function render(tex, display) {
  const faults = [];
  try {
    const html = katex.renderToString(tex, {
      displayMode: display,
      output: "htmlAndMathml",
      throwOnError: true,
      macros: { ...MACROS },
      strict: (code, message, token) => {
        if (code === "htmlExtension") return "ignore"; // trust answers it
        faults.push([message, token && token.loc ? token.loc.start : null]);
        return "error";
      },
      trust: (context) => {
        if (ROLES.some((role) => context.class === `role-${role}`)) return true;
        faults.push([context.command + " is not allowed", null]);
        return false;
      },
    });
    if (faults.length === 0) return JSON.stringify({ html });
  } catch (error) {
    if (faults.length === 0)
      faults.push([error.rawMessage || String(error), error.position ?? null]);
  }
  return JSON.stringify({ message: faults[0][0], position: faults[0][1] });
}
