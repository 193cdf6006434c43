from scisynth.imgcoder.sketch import Sketch

s = 0.45
sketch = Sketch()

# lines first, symbols on top of them
sketch.line("line:couple1", (3 + s, 8), (5 - s, 8), width=2)
sketch.line("line:down1", (4, 8), (4, 6.5), width=2)
sketch.line("line:siblings2", (2.5, 5 + s), (2.5, 6.5), (5.5, 6.5), (5.5, 5 + s), width=2)
sketch.line("line:couple2", (5.5 + s, 5), (7.5 - s, 5), width=2)
sketch.line("line:down2", (6.5, 5), (6.5, 3.5), width=2)
sketch.line("line:siblings3", (5.5, 2 + s), (5.5, 3.5), (7.5, 3.5), (7.5, 2 + s), width=2)


def male(name, x, y, words, fill="white"):
    sketch.rectangle(f"male:{name}", x - s, y - s, x + s, y + s, fill=fill, width=2)
    sketch.text(f"label:{name}", words, (x, y - s), of=f"male:{name}", toward=(0, -1))


def female(name, x, y, words, fill="white"):
    sketch.circle(f"female:{name}", (x, y), s, fill=fill, width=2)
    sketch.text(f"label:{name}", words, (x, y - s), of=f"female:{name}", toward=(0, -1))


male("father", 3, 8, "father")
female("mother", 5, 8, "mother")
female("sister", 2.5, 5, "sister", fill="dimgray")
male("man", 5.5, 5, "man", fill="dimgray")
female("wife", 7.5, 5, "wife")
male("son", 5.5, 2, "son")
female("daughter", 7.5, 2, "daughter")
for name, place in (("father", (3, 8)), ("son", (5.5, 2)), ("daughter", (7.5, 2))):
    sketch.text(f"question:{name}", "?", place, size=15)

for words, y in (("I", 8), ("II", 5), ("III", 2)):
    sketch.text(f"generation:{words}", words, (0.8, y), size=16)

# legend
sketch.rectangle("legend:affected", 9.2, 7.6, 9.6, 8.0, fill="dimgray")
sketch.text("label:affected", "color-blind", (9.6, 7.8), of="legend:affected", toward=(1, 0))
sketch.rectangle("legend:normal", 9.2, 6.9, 9.6, 7.3, fill="white")
sketch.text("label:normal", "normal vision", (9.6, 7.1), of="legend:normal", toward=(1, 0))
figure = sketch.figure()
