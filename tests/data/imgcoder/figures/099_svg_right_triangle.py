from pathlib import Path

svg = """<svg xmlns="http://www.w3.org/2000/svg" width="520" height="360" viewBox="0 0 520 360">
  <rect width="520" height="360" fill="white"/>
  <polygon points="80,280 440,280 440,88" fill="#fef9c3" stroke="black" stroke-width="3"/>
  <polyline points="420,280 420,260 440,260" fill="none" stroke="black" stroke-width="2"/>
  <path d="M 140 280 A 60 60 0 0 0 132.9 251.8" fill="none" stroke="blue" stroke-width="2"/>
  <text x="155" y="268" font-size="18" font-family="sans-serif" fill="blue">α</text>
  <text x="60" y="300" font-size="22" font-family="sans-serif" text-anchor="middle">A</text>
  <text x="458" y="300" font-size="22" font-family="sans-serif" text-anchor="middle">C</text>
  <text x="446" y="76" font-size="22" font-family="sans-serif" text-anchor="middle">B</text>
  <text x="260" y="308" font-size="20" font-family="sans-serif" text-anchor="middle">15</text>
  <text x="462" y="190" font-size="20" font-family="sans-serif" text-anchor="middle">8</text>
  <text x="240" y="172" font-size="20" font-family="sans-serif" text-anchor="middle" font-style="italic">c</text>
</svg>"""
Path("triangle.svg").write_text(svg, encoding="utf-8")
