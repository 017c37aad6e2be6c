"""Statements that are true, each with a twin that is false, of the kinds that chapters make.

What is declared above them, the true one, the false one.
"""

TABLE = "| Symbol | Name | In code | Shape |\n|---|---|---|---|\n"


def rows(*lines: str) -> str:
    """Return a table of symbols."""
    return TABLE + "".join(f"| {line} |\n" for line in lines)


A = r"$A$ | a matrix | `A` | `(n, n)`"
B = r"$B$ | a matrix | `B` | `(n, n)`"
W = r"$W$ | the weights | `W` | `(n, m)`"
SIGMOID = r"Let $\sigma(z) = \frac{1}{1 + e^{-z}}$."
LINE = r"Let $\hat y = wx + b$ and $L = (\hat y - y)^2$."
BOWL = "Let $f(x, y) = x^2 + 3y^2$."
MSE = (
    rows(
        r"$X$ | the data | `X` | `(N, n)`",
        r"$\mathbf{y}$ | truth | `y` | `(N,)`",
        r"$\mathbf{w}$ | weights | `w` | `(n,)`",
    )
    + "\n"
    + r"Let $L(\mathbf{w}) = \frac{1}{N} \lVert X\mathbf{w} - \mathbf{y} \rVert^2$."
)
DATA = (
    rows(
        r"$x_i$, $y_i$ | the examples | `x[i]` | number",
        r"$\bar x$ | their mean | | number",
    )
    + "\n"
)
SOFTMAX = (
    rows(
        r"$\mathbf{z}$ | scores | `z` | `(K,)`",
        r"$\mathbf{y}$ | a 1 in the right place | `y` | `(K,)`",
    )
    + "\n"
)
P = SOFTMAX + r"Let $p_i = \frac{e^{z_i}}{\sum_{k=1}^{K} e^{z_k}}$."
LAYER = (
    rows(
        r"$X$ | a batch | `X` | `(N, n)`",
        W,
        r"$Y$ | the targets | `Y` | `(N, m)`",
        r"$\mathbf{b}$ | the biases | `b` | `(m,)`",
        r"$\mathbf{1}$ | ones | | `(N,)`",
    )
    + "\n"
)
ADAM = r"Let $m_t = \beta_1 m_{t-1} + (1 - \beta_1)\,g_t$ and $m_0 = 0$, and let $\hat m_t = \frac{m_t}{1 - \beta_1^t}$."
NORMAL = r"Let $\epsilon \sim \mathcal{N}(0, 1)$. For $\sigma > 0$:"
PATHS = r"Let $x = \cos t$, $y = \sin t$ and $z = x^2 y$."
CODE = "```python\nimport numpy as np\n\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n```\n\n"
SAME = CODE + rows(r"$\sigma$ | sigmoid | `sigmoid(z)` | same as $z$") + "\n"
CHANGES = (
    rows(
        r"$X$, $S$ | the data, slopes | `X` | `(N, n)`",
        r"$W$ | the weights | `W` | `(n, m)`",
        r"$Y$, $Z$, $G$ | the targets and so on | `Y` | `(N, m)`",
        r"$\mathbf{b}$ | the biases | `b` | `(m,)`",
        r"$\mathbf{y}$ | the truth | `y` | `(N,)`",
        r"$\mathbf{1}$ | ones | | `(N,)`",
        r"$\varphi$ | a bend, applied to each entry | | a function",
        A,
    )
    + "\n"
)
STEP = (
    CHANGES
    + r"Let $\hat Y = XW + \mathbf{1}\mathbf{b}^{\top}$, $L = \lVert \hat Y - Y \rVert_F^2$ and $\mathbf{r} = X\mathbf{w} - \mathbf{y}$."
)

TWINS = [
    # derivatives of one variable
    ("", r"\frac{d}{dx} x^3 = 3x^2", r"\frac{d}{dx} x^3 = 3x^3"),
    ("", r"\frac{\mathrm{d}}{\mathrm{d}x} x^2 = 2x", r"\frac{\mathrm{d}}{\mathrm{d}x} x^2 = x"),
    ("", r"(fg)' = f'g + fg'", r"(fg)' = f'g'"),
    ("", r"\left(\frac{f}{g}\right)' = \frac{f'g - fg'}{g^2}", r"\left(\frac{f}{g}\right)' = \frac{fg' - f'g}{g^2}"),
    ("", r"(uv)' = u'v + uv'", "(uv)' = u'v - uv'"),
    ("", r"(f^{-1})'(y) = \frac{1}{f'(f^{-1}(y))}", r"(f^{-1})'(y) = \frac{1}{f'(y)}"),
    ("", r"(f \circ g)'(x) = f'(g(x))\,g'(x)", r"(f \circ g)'(x) = f'(x)\,g'(x)"),
    ("", r"\left(\frac{1}{g}\right)' = -\frac{g'}{g^2}", r"\left(\frac{1}{g}\right)' = \frac{g'}{g^2}"),
    ("", r"\frac{d}{dx}\bigl(f(x) + g(x)\bigr) = f'(x) + g'(x)", r"\frac{d}{dx}\bigl(f(x) + g(x)\bigr) = f'(x) + g(x)"),
    ("Let $u$ and $v$ be functions.", "(uv)'' = u''v + 2u'v' + uv''", "(uv)'' = u''v + u'v' + uv''"),
    ("", r"\frac{d}{dx} x^n = n\,x^{n-1}", r"\frac{d}{dx} x^n = 3x^{n-1}"),
    ("", r"\frac{d}{dx} \ln x = \frac{1}{x}", r"\frac{d}{dx} \ln x = \frac{1}{x^2}"),
    ("For $a > 0$:", r"\frac{d}{dx} a^x = a^x \ln a", r"\frac{d}{dx} a^x = x\,a^{x-1}"),
    ("", r"\frac{d}{dx} \sin^2 x = 2 \sin x \cos x", r"\frac{d}{dx} \sin^2 x = 2 \cos x"),
    ("", r"\frac{d}{dx} \arctan x = \frac{1}{1 + x^2}", r"\frac{d}{dx} \arctan x = \frac{1}{1 - x^2}"),
    ("", r"\left.\frac{d}{dx} x^3 \right|_{x = 2} = 12", r"\left.\frac{d}{dx} x^3 \right|_{x = 2} = 8"),
    ("Let $f(x) = x^4$.", "f^{(3)}(x) = 24x", "f^{(3)}(x) = 12x^2"),
    ("Let $y = x^3$.", r"\frac{d^2 y}{dx^2} = 6x", r"\frac{d^2 y}{dx^2} = 3x^2"),
    ("Let $u = g(x)$ and $y = f(u)$.", r"\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx}", r"\frac{dy}{dx} = \frac{dy}{du} + \frac{du}{dx}"),
    (SIGMOID, r"\sigma'(z) = \sigma(z)\,(1 - \sigma(z))", r"\sigma'(z) = \sigma(z)\,(1 + \sigma(z))"),
    (SIGMOID, r"\sigma(-z) = 1 - \sigma(z)", r"\sigma(2z) = 2\sigma(z)"),
    (SAME, r"\sigma'(z) = \sigma(z)\,\sigma(-z)", r"\sigma'(z) = \sigma(z)\,\sigma(z)"),
    (SAME, r"\sigma(-z) = 1 - \sigma(z)", r"\sigma(-z) = -\sigma(z)"),
    # domains
    ("For $x > 0$ and $y > 0$:", r"\ln(xy) = \ln x + \ln y", r"\ln(x + y) = \ln x + \ln y"),
    ("", r"\ln(x^2) = 2 \ln \lvert x \rvert", r"\ln(x^2) = 2 \ln x"),
    ("", r"\sqrt{x^2} = \lvert x \rvert", r"\sqrt{x^2} = x"),
    ("For $x > 0$:", r"\ln x \cdot y = y \ln x", r"\ln x \cdot y = \ln(xy)"),
    ("", r"\max(x, 3) \geq 3", r"\max(x, 3) = 3"),
    ("For $0 < x < 1$:", "x^2 < x", r"x^2 > x"),
    ("For $x \\geq 1$:", r"\ln x \leq x - 1", r"\ln x < \frac{x - 1}{x + 1}"),
    ("", r"e^x \geq 1 + x", r"e^x > 1 + x"),
    ("", r"1 \leq 1", "1 < 1"),
    ("For $x \\neq 1$:", r"\frac{x^2 - 1}{x - 1} = x + 1", r"\frac{x^2 - 1}{x - 1} = x - 1"),
    ("For $-1 < r < 1$:", r"\sum_{k=0}^{\infty} r^k = \frac{1}{1 - r}", r"\sum_{k=1}^{\infty} r^k = \frac{1}{1 - r}"),
    ("", r"\log_b x = \frac{\ln x}{\ln b}", r"\log_b x = \frac{\ln b}{\ln x}"),
    # piecewise
    ("", r"\max(0, x) = \begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}", r"\max(0, x) = \begin{cases} x & \text{if } x > 1 \\ 0 & \text{otherwise} \end{cases}"),
    (r"Let $r(x) = \max(0, x)$. For $x \neq 0$:", r"r'(x) = \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}", r"r'(x) = \begin{cases} 1 & x > 0 \\ -1 & x < 0 \end{cases}"),
    ("For $x \\neq 0$:", r"\frac{d}{dx} \lvert x \rvert = \frac{x}{\lvert x \rvert}", r"\frac{d}{dx} \lvert x \rvert = 1"),
    # limits
    ("", r"\lim_{x \to 0} \frac{\sin x}{x} = 1", r"\lim_{x \to 0} \frac{\sin x}{x} = 0"),
    ("", r"\lim_{x \to 0} x \sin\frac{\pi}{x} = 0", r"\lim_{x \to 0} \sin\frac{\pi}{x} = 0"),
    ("", r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = e", r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n = 1"),
    ("", r"\lim_{h \to 0^+} \frac{\lvert h \rvert}{h} = 1", r"\lim_{h \to 0} \frac{\lvert h \rvert}{h} = 1"),
    ("", r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{2h}", r"f'(x) = \lim_{h \to 0} \frac{f(x + h) - f(x - h)}{h}"),
    ("", r"\lim_{x \to \infty} \frac{3x^2 + 1}{x^2} = 3", r"\lim_{x \to \infty} \frac{3x^2 + 1}{x^2} = 1"),
    # approximations, series, remainders
    ("", r"\ln 2 \approx 0.693", r"\ln 2 \approx 0.692"),
    ("", r"e^{-20} \approx 2.06 \cdot 10^{-9}", r"e^{-20} \approx 2.07 \cdot 10^{-9}"),
    ("", r"\sqrt{1 + x} = 1 + \frac{x}{2} + O(x^2)", r"\sqrt{1 + x} = 1 + \frac{x}{3} + O(x^2)"),
    ("", r"\frac{2}{3} \approx 0.667", r"\frac{2}{3} \approx 0.666"),
    ("", r"f(x + h) = f(x) + f'(x)\,h + \frac{f''(x)}{2}\,h^2 + O(h^3)", r"f(x + h) = f(x) + f'(x)\,h + f''(x)\,h^2 + O(h^3)"),
    ("", r"\frac{f(x + h) - f(x - h)}{2h} = f'(x) + O(h^2)", r"\frac{f(x + h) - f(x)}{h} = f'(x) + O(h^2)"),
    ("", r"f(x) = f(0) + f'(0)\,x + \int_0^x (x - t)\,f''(t)\,dt", r"f(x) = f(0) + f'(0)\,x + \int_0^x (x + t)\,f''(t)\,dt"),
    (r"For $h > 0$ and $a > 0$, where $M = \max_{c \in [a, a + h]} \lvert f''(c) \rvert$:", r"\lvert f(a + h) - f(a) - f'(a)\,h \rvert \leq \frac{M}{2}\,h^2", r"\lvert f(a + h) - f(a) - f'(a)\,h \rvert \leq \frac{M}{20}\,h^2"),
    (r"Let $g(x) = \frac{1}{2}\cos x$.", r"\lvert g(x) - g(y) \rvert \leq \frac{1}{2} \lvert x - y \rvert", r"\lvert g(x) - g(y) \rvert \leq \frac{1}{5} \lvert x - y \rvert"),
    ("", r"e^x = \sum_{k=0}^{\infty} \frac{x^k}{k!}", r"e^x = \sum_{k=1}^{\infty} \frac{x^k}{k!}"),
    # sums and indices
    (DATA, r"\sum_{i=1}^{N} c\,x_i = c \sum_{i=1}^{N} x_i", r"\sum_{i=1}^{N} x_i = N x_i"),
    (DATA, r"\frac{\partial}{\partial x_i} x_j = \delta_{ij}", r"\frac{\partial}{\partial x_i} x_j = 1"),
    ("", r"\sum_{k=1}^{m} k = \frac{m(m + 1)}{2}".replace("m(m", r"m\,(m"), r"\sum_{k=1}^{m} k = \frac{m^2}{2}"),
    (DATA + r"Let $\bar x = \frac{1}{N} \sum_{i=1}^{N} x_i$.", r"\sum_{i=1}^{N} (x_i - \bar x) = 0", r"\sum_{i=1}^{N} (x_i - \bar x)^2 = 0"),
    (DATA + r"Let $L = \frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i)^2$.", r"\frac{\partial L}{\partial w} = \frac{2}{N} \sum_{i=1}^{N} (w x_i + b - y_i)\,x_i", r"\frac{\partial L}{\partial w} = \frac{2}{N} \sum_{i=1}^{N} (w x_i + b - y_i)"),
    ("For $x_1 > 0$:", r"\frac{\partial}{\partial x_1} \ln(x_1 x_2) = \frac{1}{x_1}", r"\frac{\partial}{\partial x_1} \ln(x_1 x_2) = \frac{1}{x_2}"),
    ("", r"\sum_{i=1}^{n} \sum_{j=1}^{n} x_i x_j = \left(\sum_{i=1}^{n} x_i\right)^2", r"\sum_{i=1}^{n} \sum_{j=1}^{n} x_i x_j = \sum_{i=1}^{n} x_i^2"),
    ("", r"\binom{n}{2} = \frac{n\,(n - 1)}{2}", r"\binom{n}{2} = \frac{n^2}{2}"),
    ("", r"\prod_{k=1}^{m} k = m!", r"\prod_{k=1}^{m} k = (m - 1)!"),
    ("", r"\boxed{(x + 1)^2 = x^2 + 2x + 1}", r"\boxed{(x + 1)^2 = x^2 + x + 1}"),
    ("", r"(x + h)^2 \overset{(1)}{=} x^2 + 2xh + h^2", r"(x + h)^2 \overset{(1)}{=} x^2 + h^2"),
    ("", r"\begin{gather} 2x + x = 3x \\ x \cdot x = x^2 \end{gather}", r"\begin{gather} 2x + x = 3x \\ x \cdot x = 2x \end{gather}"),
    ("", r"\begin{array}{rl} 2x + x &= 3x \end{array}", r"\begin{array}{rl} 2x + x &= 4x \end{array}"),
    ("", r"(x - 1)^2 = x^2 - 2x + 1, \quad x^3 = x \cdot x^2", r"(x - 1)^2 = x^2 - 2x + 1, \quad x^3 = x + x^2"),
    ("Let $y = x^2$.", r"\frac{dy}{dx} = 2x", "y = 3x"),
    # several variables
    (LINE, r"\frac{\partial L}{\partial w} = 2x\,(\hat y - y)", r"\frac{\partial L}{\partial w} = 2\,(\hat y - y)"),
    (LINE, r"\frac{\partial L}{\partial w} = \frac{dL}{d\hat y} \cdot \frac{\partial \hat y}{\partial w}", r"\frac{\partial L}{\partial w} = \frac{dL}{d\hat y} \cdot \frac{\partial \hat y}{\partial b}"),
    (BOWL, r"\nabla f = \begin{bmatrix} 2x \\ 6y \end{bmatrix}", r"\nabla f = \begin{bmatrix} 2x & 6y \end{bmatrix}"),
    (BOWL, r"\nabla f(1, 2) = (2, 12)", r"\nabla f(1, 2) = (2, 6)"),
    (BOWL, r"\frac{\partial f}{\partial y}(a, b) = 6b", r"\frac{\partial f}{\partial y}(a, b) = 2a"),
    ("Let $f(x, y) = x^2 y + y^3$.", r"\nabla^2 f = \begin{bmatrix} 2y & 2x \\ 2x & 6y \end{bmatrix}", r"\nabla^2 f = \begin{bmatrix} 2y & 2x \\ 2x & 3y \end{bmatrix}"),
    ("Let $f(x, y) = x^2 y$.", r"\frac{\partial^2 f}{\partial x\,\partial y} = 2x", r"\frac{\partial^2 f}{\partial x^2} = 2x"),
    (PATHS, r"\frac{dz}{dt} = \frac{\partial z}{\partial x}\frac{dx}{dt} + \frac{\partial z}{\partial y}\frac{dy}{dt}", r"\frac{dz}{dt} = \frac{\partial z}{\partial x}\frac{dx}{dt}"),
    ("Let $y = x^2$ and $z = x + 3y$.", r"\frac{dz}{dx} = \frac{\partial z}{\partial x} + \frac{\partial z}{\partial y} \cdot \frac{dy}{dx}", r"\frac{dz}{dx} = \frac{\partial z}{\partial y} \cdot \frac{dy}{dx}"),
    (r"Let $\mathbf{f}(x, y) = (x^2 y, 5x + \sin y)$.", r"\frac{\partial f_1}{\partial x}(x, y) = 2xy", r"\frac{\partial f_1}{\partial x}(x, y) = x^2"),
    (r"Let $p = x^2 y$ and $q = 5x + \sin y$.", r"\begin{bmatrix} \frac{\partial p}{\partial x} & \frac{\partial p}{\partial y} \\ \frac{\partial q}{\partial x} & \frac{\partial q}{\partial y} \end{bmatrix} = \begin{bmatrix} 2xy & x^2 \\ 5 & \cos y \end{bmatrix}", r"\begin{bmatrix} \frac{\partial p}{\partial x} & \frac{\partial p}{\partial y} \\ \frac{\partial q}{\partial x} & \frac{\partial q}{\partial y} \end{bmatrix} = \begin{bmatrix} 2xy & 5 \\ x^2 & \cos y \end{bmatrix}"),
    (r"Let $\mathbf{u}$ be a unit vector.", r"D_{\mathbf{u}} f(\mathbf{x}) = \nabla f(\mathbf{x}) \cdot \mathbf{u}", r"D_{\mathbf{u}} f(\mathbf{x}) = \lVert \nabla f(\mathbf{x}) \rVert"),
    (r"Let $f(x, y) = xy$ and $g(x, y) = x + y$. For $x = 2$, $y = 2$ and $\lambda = 2$:", r"\nabla f(x, y) = \lambda \nabla g(x, y)", r"\nabla f(x, y) = -\lambda \nabla g(x, y)"),
    (r"Let $\mathcal{L}(x, y, \lambda) = xy - \lambda\,(x + y - 4)$.", r"\frac{\partial \mathcal{L}}{\partial \lambda} = 4 - x - y", r"\frac{\partial \mathcal{L}}{\partial \lambda} = x + y - 4"),
    # vectors and matrices
    (rows(A), r"\nabla_{\mathbf{x}} (\mathbf{x}^\top A \mathbf{x}) = (A + A^\top)\,\mathbf{x}", r"\nabla_{\mathbf{x}} (\mathbf{x}^\top A \mathbf{x}) = 2A\mathbf{x}"),
    (rows(A + ", symmetric"), r"\frac{d}{d\mathbf{x}} (\mathbf{x}^\top A \mathbf{x}) = 2A\mathbf{x}", r"\frac{d}{d\mathbf{x}} (\mathbf{x}^\top A \mathbf{x}) = A\mathbf{x}"),
    (rows(A) + "\nLet $f(\\mathbf{x}) = \\mathbf{x}^\\top A \\mathbf{x}$.", r"\nabla^2 f(\mathbf{x}) = A + A^\top", r"\nabla^2 f(\mathbf{x}) = 2A"),
    (rows(A), r"\frac{d}{d\mathbf{x}} A\mathbf{x} = A", r"\frac{d}{d\mathbf{x}} A\mathbf{x} = A^\top"),
    (rows(A, B), r"(AB)^\top = B^\top A^\top", r"(AB)^\top = A^\top B^\top"),
    (rows(A, B), r"\operatorname{tr}(AB) = \operatorname{tr}(BA)", "AB = BA"),
    (rows(A, B), r"(AB)^{-1} = B^{-1} A^{-1}", r"(AB)^{-1} = A^{-1} B^{-1}"),
    (rows(A, B), r"\det(AB) = \det(A) \det(B)", r"\det(A + B) = \det(A) + \det(B)"),
    (rows(A), r"A A^{-1} = I", r"A A^\top = I"),
    (rows(A, B), r"\frac{\partial}{\partial A} \operatorname{tr}(AB) = B^\top", r"\frac{\partial}{\partial A} \operatorname{tr}(AB) = B"),
    (rows(A), r"\operatorname{tr}(A) = \sum_{i=1}^{n} A_{ii}", r"\operatorname{tr}(A) = \sum_{i=1}^{n} A_{i1}"),
    (rows(A), r"(A\mathbf{x})_i = \sum_{j=1}^{n} A_{ij} x_j", r"(A\mathbf{x})_i = \sum_{j=1}^{n} A_{ji} x_j"),
    (MSE, r"\nabla L(\mathbf{w}) = \frac{2}{N} X^\top (X\mathbf{w} - \mathbf{y})", r"\nabla L(\mathbf{w}) = 2 X^\top (X\mathbf{w} - \mathbf{y})"),
    (MSE, r"\nabla L(\mathbf{w}) = \frac{2}{N} (X^\top X \mathbf{w} - X^\top \mathbf{y})", r"\nabla L(\mathbf{w}) = \frac{2}{N} X (X\mathbf{w} - \mathbf{y})"),
    (MSE, r"\nabla^2 L(\mathbf{w}) = \frac{2}{N} X^\top X", r"\nabla^2 L(\mathbf{w}) = \frac{2}{N} X X^\top"),
    (MSE + r" Let $\mathbf{w}^* = (X^\top X)^{-1} X^\top \mathbf{y}$.", r"\nabla L(\mathbf{w}^*) = \mathbf{0}", r"\nabla L(\mathbf{w}) = \mathbf{0}"),
    (r"Let $\mathbf{w}^* = (X^\top X)^{-1} X^\top \mathbf{y}$.", r"X^\top X \mathbf{w}^* = X^\top \mathbf{y}", r"X \mathbf{w}^* = \mathbf{y}"),
    ("", r"\lVert \mathbf{x} \rVert^2 = \mathbf{x} \cdot \mathbf{x}", r"\lVert \mathbf{x} \rVert = \mathbf{x} \cdot \mathbf{x}"),
    ("", r"\lVert \mathbf{x} + \mathbf{w} \rVert \leq \lVert \mathbf{x} \rVert + \lVert \mathbf{w} \rVert", r"\lVert \mathbf{x} + \mathbf{w} \rVert = \lVert \mathbf{x} \rVert + \lVert \mathbf{w} \rVert"),
    ("", r"\nabla_{\mathbf{x}} \lVert \mathbf{x} \rVert = \frac{\mathbf{x}}{\lVert \mathbf{x} \rVert}", r"\nabla_{\mathbf{x}} \lVert \mathbf{x} \rVert = \mathbf{x}"),
    ("", r"\mathbf{e}_2 \cdot \mathbf{x} = x_2", r"\mathbf{e}_2 \cdot \mathbf{x} = x_1"),
    ("", r"\frac{\partial f}{\partial x_i}(\mathbf{x}) = \lim_{h \to 0} \frac{f(\mathbf{x} + h\,\mathbf{e}_i) - f(\mathbf{x})}{h}", r"\frac{\partial f}{\partial x_i}(\mathbf{x}) = \lim_{h \to 0} \frac{f(\mathbf{x} + h\,\mathbf{e}_1) - f(\mathbf{x})}{h}"),
    # softmax and cross-entropy
    (P, r"\frac{\partial p_i}{\partial z_j} = p_i\,(\delta_{ij} - p_j)", r"\frac{\partial p_i}{\partial z_j} = p_i\,(1 - p_j)"),
    (P, r"\sum_{i=1}^{K} p_i = 1", r"\sum_{i=1}^{K} p_i^2 = 1"),
    (P + r" Let $L = -\sum_{k=1}^{K} y_k \ln p_k$.", r"\frac{\partial L}{\partial z_j} = p_j \sum_{k=1}^{K} y_k - y_j", r"\frac{\partial L}{\partial z_j} = y_j - p_j"),
    (P + r" Let $c = 2$ and $L = -\ln p_2$.", r"\frac{\partial L}{\partial z_i} = p_i - \delta_{i2}", r"\frac{\partial L}{\partial z_i} = p_i - 1"),
    (SOFTMAX + r"Let $\ell = \ln \sum_{k=1}^{K} e^{z_k}$.", r"\frac{\partial \ell}{\partial z_i} = \frac{e^{z_i}}{\sum_{k=1}^{K} e^{z_k}}", r"\frac{\partial \ell}{\partial z_i} = \frac{1}{\sum_{k=1}^{K} e^{z_k}}"),
    (SOFTMAX, r"\ln \sum_{k=1}^{K} e^{z_k} = c + \ln \sum_{k=1}^{K} e^{z_k - c}", r"\ln \sum_{k=1}^{K} e^{z_k} = \ln \sum_{k=1}^{K} e^{z_k - c}"),
    (SOFTMAX, r"\ln \sum_{k=1}^{K} e^{z_k} \geq \max_k z_k", r"\ln \sum_{k=1}^{K} e^{z_k} \leq \max_k z_k"),
    # descent
    (r"Let $w_{t+1} = w_t - 2\eta\,w_t$.", r"w_3 = (1 - 2\eta)^3\,w_0", r"w_3 = (1 - 2\eta)^2\,w_0"),
    (r"Let $v_{t+1} = \beta v_t + g_t$ and $v_0 = 0$.", r"v_3 = g_2 + \beta g_1 + \beta^2 g_0", r"v_3 = g_2 + \beta g_1 + g_0"),
    (ADAM, r"\hat m_1 = g_1", "m_1 = g_1"),
    (ADAM, r"m_2 = (1 - \beta_1)\,(\beta_1 g_1 + g_2)", r"m_2 = (1 - \beta_1)\,(g_1 + \beta_1 g_2)"),
    # backpropagation of a layer with a batch
    (LAYER + r"Let $Z = XW + \mathbf{1}\mathbf{b}^\top$ and $L = \frac{1}{N} \lVert Z - Y \rVert_F^2$.", r"\frac{\partial L}{\partial W} = \frac{2}{N} X^\top (Z - Y)", r"\frac{\partial L}{\partial W} = \frac{2}{N} (Z - Y)^\top X"),
    (LAYER + r"Let $Z = XW + \mathbf{1}\mathbf{b}^\top$ and $L = \lVert Z - Y \rVert_F^2$.", r"\frac{\partial L}{\partial \mathbf{b}} = 2\,(Z - Y)^\top \mathbf{1}", r"\frac{\partial L}{\partial \mathbf{b}} = 2\,(Z - Y) \mathbf{1}"),
    (LAYER + r"Let $Z = XW$ and $L = \lVert Z - Y \rVert_F^2$.", r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Z} W^\top", r"\frac{\partial L}{\partial X} = \frac{\partial L}{\partial Z} W"),
    (SIGMOID + "\n\n" + LAYER + r"Let $Z = XW$, $H = \sigma(Z)$ and $L = \lVert H - Y \rVert_F^2$.", r"\frac{\partial L}{\partial Z} = 2\,(H - Y) \odot \sigma'(Z)", r"\frac{\partial L}{\partial Z} = 2\,(H - Y) \odot \sigma(Z)"),
    # dual numbers, complex numbers
    ("", "(x + ih)^2 = x^2 - h^2 + 2ixh", "(x + ih)^2 = x^2 + h^2 + 2ixh"),
    ("", r"(x + \varepsilon)^2 = x^2 + 2x\varepsilon + O(\varepsilon^2)", r"(x + \varepsilon)^2 = x^2 + x\varepsilon + O(\varepsilon^2)"),
    ("", r"f(g(x + h)) = f(g(x)) + f'(g(x))\,g'(x)\,h + O(h^2)", r"f(g(x + h)) = f(g(x)) + f'(x)\,g'(x)\,h + O(h^2)"),
    # integrals and expectations
    ("", r"\int_0^1 x^2\,dx = \frac{1}{3}", r"\int_0^1 x^2\,dx = \frac{1}{2}"),
    ("", r"\frac{d}{dx} \int_0^x f(t)\,dt = f(x)", r"\frac{d}{dx} \int_0^x f(t)\,dt = f'(x)"),
    ("", r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}", r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \pi"),
    (NORMAL, r"\mathbb{E}[(\mu + \sigma\epsilon)^2] = \mu^2 + \sigma^2", r"\mathbb{E}[(\mu + \sigma\epsilon)^2] = \mu^2"),
    (NORMAL, r"\frac{d}{d\mu} \mathbb{E}[f(\mu + \sigma\epsilon)] = \mathbb{E}[f'(\mu + \sigma\epsilon)]", r"\frac{d}{d\mu} \mathbb{E}[f(\mu + \sigma\epsilon)] = \mathbb{E}[f(\mu + \sigma\epsilon)\,\epsilon]"),
    (NORMAL, r"\frac{d}{d\sigma} \mathbb{E}[f(\mu + \sigma\epsilon)] = \mathbb{E}[\epsilon\,f'(\mu + \sigma\epsilon)]", r"\frac{d}{d\sigma} \mathbb{E}[f(\mu + \sigma\epsilon)] = \mathbb{E}[f'(\mu + \sigma\epsilon)]"),
    (NORMAL, r"\operatorname{Var}(\mu + \sigma\epsilon) = \sigma^2", r"\operatorname{Var}(\mu + \sigma\epsilon) = \sigma"),
    # what sentences declare, and other forms
    (r"Let $A \in \mathbb{R}^{n \times n}$ and $\mathbf{x} \in \mathbb{R}^n$.", r"\mathbf{x}^{\top} A \mathbf{x} = \mathbf{x}^{\top} A^{\top} \mathbf{x}", r"A = A^{\top}"),
    (r"Let $k \in \mathbb{N}$.", r"\cos(2 \pi k) = 1", r"\cos(\pi k) = 1"),
    (r"Let $k$ be a whole number.", r"\sin(\pi k) = 0", r"\cos(\pi k) = 1"),
    (rows(A)+"\nLet $A$ be symmetric.", r"A^{\top} = A", r"A^2 = A"),
    (r"Let $\mathbf{u}$ be a unit vector.", r"\mathbf{u} \cdot \mathbf{u} = 1", r"\mathbf{u} \cdot \mathbf{u} = 2"),
    (r"Let $\begin{bmatrix} u \\ v \end{bmatrix} = \begin{bmatrix} 2x \\ 3x \end{bmatrix}$.", r"u + v = 5x", r"u - v = 5x"),
    (r"Let $b \sim \operatorname{Bernoulli}(p)$.", r"\mathbb{E}[b] = p", r"\mathbb{E}[b^2] = p^2"),
    (r"Let $u \sim \mathcal{U}(0, 1)$.", r"\mathbb{E}[u^2] = \frac{1}{3}", r"\mathbb{E}[u^2] = \frac{1}{4}"),
    ("", r"\tan(\tan^{-1}(x)) = x", r"\tan^{-1}(x) = \frac{1}{\tan(x)}"),
    (rows(A), r"A^{-\top} = (A^{-1})^{\top}", r"A^{-\top} = A^{-1}"),
    ("", r"I + I = 2I", r"I + I = I"),
    ("", r"\min(x, y) = x + y - \max(x, y)", r"\min(x, y) = \max(x, y)"),
    (SOFTMAX, r"\min_k z_k \leq \max_k z_k", r"\max_k z_k \leq \min_k z_k"),
    (rows(A), r"\lvert a \rvert = \max(a, -a)", r"\lvert a \rvert = \max(a, 0)"),
    (rows(r"$f$ | a function | `f` | ")+"\n", r"(f \circ g)'(x) = f'(g(x))\,g'(x)", r"(f \circ g)'(x) = f'(x)\,g'(x)"),
    ("", r"\nabla (x^2 + y^2) = \begin{bmatrix} 2x \\ 2y \end{bmatrix}", r"\nabla (x^2 + y^2) = \begin{bmatrix} 2y \\ 2x \end{bmatrix}"),
    ("For $x \\neq 0$:", r"\frac{x}{x} = 1", r"\frac{x}{x} = x"),
    ("", r"\int_0^{\infty} e^{-x}\,dx = 1", r"\int_0^{\infty} e^{-x}\,dx = 2"),
    ("", r"\lim_{x \to \infty} \frac{1}{x} = 0", r"\lim_{x \to \infty} \frac{1}{x} = 1"),
    ("", r"\lim_{x \to \infty} x = \infty", r"\lim_{x \to \infty} x = 0"),
    # small changes
    (CHANGES, r"d(XW) = dX\,W + X\,dW", r"d(XW) = dX\,W + dW\,X"),
    (CHANGES, r"d(AA) = dA\,A + A\,dA", r"d(AA) = 2A\,dA"),
    (CHANGES, r"d(X^{\top}) = (dX)^{\top}", r"d(X^{\top}) = dX"),
    (CHANGES, r"d(X^{\top} X) = dX^{\top} X + X^{\top} dX", r"d(X^{\top} X) = dX\,X + X^{\top} dX"),
    (CHANGES, r"\operatorname{tr}(S^{\top} dX) = \sum_i \sum_j S_{ij}\,dX_{ij}", r"\operatorname{tr}(S^{\top} dX) = \sum_i \sum_j S_{ij}\,dX_{1j}"),
    (CHANGES + "For fixed $A$:", r"d(\mathbf{x}^{\top} A \mathbf{x}) = \left((A + A^{\top})\,\mathbf{x}\right)^{\top} d\mathbf{x}", r"d(\mathbf{x}^{\top} A \mathbf{x}) = (2A\mathbf{x})^{\top} d\mathbf{x}"),
    (CHANGES, r"d \operatorname{tr}(AA) = \operatorname{tr}(2A\,dA)", r"d \operatorname{tr}(AA) = \operatorname{tr}(2A^{\top} dA)"),
    (CHANGES, r"d(A^{-1}) = -A^{-1}\,dA\,A^{-1}", r"d(A^{-1}) = -A^{-1} A^{-1}\,dA"),
    (CHANGES, r"d \det(A) = \det(A) \operatorname{tr}(A^{-1}\,dA)", r"d \det(A) = \operatorname{tr}(A^{-1}\,dA)"),
    (CHANGES, r"d\varphi(Z) = \varphi'(Z) \odot dZ", r"d\varphi(Z) = \varphi(Z) \odot dZ"),
    (CHANGES, r"\operatorname{tr}\left(G^{\top} d\varphi(Z)\right) = \operatorname{tr}\left((G \odot \varphi'(Z))^{\top} dZ\right)", r"\operatorname{tr}\left(G^{\top} d\varphi(Z)\right) = \operatorname{tr}\left((G \odot \varphi(Z))^{\top} dZ\right)"),
    (STEP, r"d\hat Y = dX\,W + X\,dW + \mathbf{1}\,d\mathbf{b}^{\top}", r"d\hat Y = dX\,W + X\,dW + \mathbf{b}\,d\mathbf{b}^{\top}"),
    (STEP + r" For fixed $Y$:", r"dL = 2 \operatorname{tr}\left((\hat Y - Y)^{\top} d\hat Y\right)", r"dL = \operatorname{tr}\left((\hat Y - Y)^{\top} d\hat Y\right)"),
    (STEP + r" For fixed $X$, $Y$ and $\mathbf{b}$:", r"dL = \operatorname{tr}\left(\left(2X^{\top} (\hat Y - Y)\right)^{\top} dW\right)", r"dL = \operatorname{tr}\left(2X^{\top} (\hat Y - Y)\,dW\right)"),
    (STEP + r" For fixed $X$, $Y$ and $W$:", r"dL = 2\left((\hat Y - Y)^{\top} \mathbf{1}\right)^{\top} d\mathbf{b}", r"dL = \left((\hat Y - Y)^{\top} \mathbf{1}\right)^{\top} d\mathbf{b}"),
    (STEP + r" For fixed $W$, $Y$ and $\mathbf{b}$:", r"dL = 2 \operatorname{tr}\left(W (\hat Y - Y)^{\top} dX\right)", r"dL = 2 \operatorname{tr}\left((\hat Y - Y) W^{\top} dX\right)"),
    (STEP + r" For fixed $X$ and $\mathbf{y}$:", r"d(\mathbf{r}^{\top} \mathbf{r}) = (2X^{\top} \mathbf{r})^{\top} d\mathbf{w}", r"d(\mathbf{r}^{\top} \mathbf{r}) = (X^{\top} \mathbf{r})^{\top} d\mathbf{w}"),
    ("Let $u = x^2$ and $y = f(u) + z$.", r"dy = 2x\,f'(u)\,dx + dz", r"dy = dz + f'(u)\,dx"),
    ("Let $g(x) = x^2$ and $y = g(u)$.", r"d(xy) = y\,dx + x\,dy", r"d(xy) = y\,dx + 2x\,dy"),
    ("Let $f(x, y) = x^2 y$.", r"df = 2xy\,dx + x^2\,dy", r"df = 2xy\,dx + x\,dy"),
    ("", r"d(xy) = y\,dx + x\,dy", r"d(xy) = dx\,dy"),
    ("Let $f$ be a function.", r"d(f(x)^2) = 2f(x)\,f'(x)\,dx", r"d(f(x)^2) = 2f(x)\,dx"),
    (P, r"dp_i = p_i \left(dz_i - \sum_{j=1}^{K} p_j\,dz_j\right)", r"dp_i = p_i \left(dz_i - \sum_{j=1}^{K} dz_j\right)"),
    ("Let $u = x^2$ and $v = x^3$.", r"2\,dv = 3x\,du", r"dv = 3x\,du"),
    ("Let $y = xz$.", r"d(xy) = 2y\,dx + x^2\,dz", r"d(xy) = y\,dx + x^2\,dz"),
    ("", r"d(q_1 q_2) = q_2\,dq_1 + q_1\,dq_2", r"d(q_1 q_2) = q_1\,dq_1 + q_2\,dq_2"),
]  # fmt: skip
