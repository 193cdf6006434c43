import math
from PIL import Image, ImageDraw, ImageFont

img = Image.new("RGB", (500, 500), "white")
d = ImageDraw.Draw(img)
font = ImageFont.load_default(size=36)
colors = ["#fca5a5", "#fdba74", "#fde047", "#86efac", "#93c5fd", "#d8b4fe"]
for i, c in enumerate(colors):
    d.pieslice((50, 50, 450, 450), i * 60 - 90, i * 60 - 30, fill=c, outline="black", width=3)
    a = math.radians(i * 60 - 60)
    d.text((250 + 135 * math.cos(a), 250 + 135 * math.sin(a)), str(i + 1), fill="black", font=font, anchor="mm")
d.polygon([(250, 150), (242, 250), (258, 250)], fill="black")
d.ellipse((238, 238, 262, 262), fill="white", outline="black", width=3)
img.save("spinner.png")
