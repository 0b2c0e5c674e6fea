def f():
    y = = 1
    import a1
x = (bar.
baz)
y = """
import no
