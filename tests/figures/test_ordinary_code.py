"""Matplotlib code as models write it is read with the id, the extent and the meaning of everything that it draws.

Each row of `ORDINARY` is a snippet, drawn on axes from 0 to 10 across and 0 to 7 up with equal scales, and what an eye finds on the page.
"""

import json
import math
from dataclasses import dataclass

import matplotlib

matplotlib.use("agg")
import matplotlib.patches as mpatches
import matplotlib.pyplot as plt
import numpy as np
import pytest

from scisynth.figures.read_back import geometry
from scisynth.figures.read_back.drawing import Drawing
from scisynth.figures.read_back.drawn_mark import DrawnMark
from scisynth.figures.read_back.figure import figure_marks
from scisynth.figures.scene.scene import Claim
from scisynth.figures.verify.claims import check_claim

NEAR = 0.06
"""In units of the axes; an arrow's usual gap of 2 points is as much."""


@dataclass(frozen=True)
class Seen:
    """What has to be found under an id; what is None may be anything."""

    id: str
    kind: str = "path"
    num: int = 1
    arrow: str | None = None
    ends: tuple[float, ...] | None = None
    """First and last point (x, y, x, y) of the first such mark, in its axes."""
    box: tuple[float, ...] | None = None
    """Left, bottom, right, top of the first such mark, in its axes."""
    closed: bool | None = None
    filled: bool | None = None
    words: str | None = None
    heading: float | None = None
    """Degrees at the tip, on the page."""


def arrow(name: str, *ends: float, heads: str = "end", num: int = 1) -> Seen:
    return Seen(name, arrow=heads, ends=ends or None, num=num)


def area(name: str, *box: float, num: int = 1, filled: bool | None = None) -> Seen:
    return Seen(name, closed=True, box=box or None, num=num, filled=filled)


def line(name: str, *ends: float, num: int = 1) -> Seen:
    return Seen(name, arrow="", ends=ends or None, num=num)


def words(name: str, said: str) -> Seen:
    return Seen(name, kind="text", words=said)


def drawn(code: str) -> Drawing:
    plt.close("all")
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.set(xlim=(0, 10), ylim=(0, 7), aspect="equal")
    exec(code, {"fig": figure, "ax": axes, "plt": plt, "np": np, "math": math, **vars(mpatches)})
    figure = plt.gcf() if plt.fignum_exists(figure.number) else figure
    rows = json.loads(json.dumps(figure_marks(figure), allow_nan=False))
    plt.close("all")
    return Drawing.from_rows(rows)


ARROWS = [
    ("ax.annotate('', xy=(5,5), xytext=(2,2), arrowprops=dict(arrowstyle='->')).set_gid('force:F')", arrow("force:F", 2, 2, 5, 5)),
    ("ax.annotate('', (5,5), (2,2), arrowprops=dict(arrowstyle='->', color='r', lw=2), gid='force:F')", arrow("force:F", 2, 2, 5, 5)),
    ("ax.annotate(' ', (5,5), (2,2), arrowprops=dict(arrowstyle='-|>', gid='force:G'))", arrow("force:G", 2.15, 2.19, 5, 5)),
    ("plt.setp(ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle='<-')), gid='force:F')", arrow("force:F", 1, 2, 5, 2, heads="start")),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle='<|-|>'), gid='dim:a')", arrow("dim:a", 1, 2, 5, 2, heads="both")),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle='|-|'), gid='dim:a')", line("dim:a", 1, 2, 5, 2)),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle='-'), gid='leader:a')", line("leader:a", 1, 2, 5, 2)),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle=']->'), gid='a:1')", arrow("a:1", 1, 2, 5, 2)),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(facecolor='black', width=1, headwidth=6), gid='a:1')", arrow("a:1", 1, 2, 5, 2)),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(facecolor='black', shrink=0.1), gid='a:1')", arrow("a:1", 1.4, 2, 4.6, 2)),
    ("ax.annotate('', (5,2), (1,2), arrowprops=dict(arrowstyle='->', shrinkA=0, shrinkB=20), gid='a:1')", Seen("a:1", arrow="end", box=(1, 2, 4.4, 2))),
    ("ax.annotate('', (0.5,0.5), (0.5,1), xycoords='axes fraction', textcoords='axes fraction', arrowprops=dict(arrowstyle='->'), gid='a:1')", arrow("a:1", 5, 7, 5, 3.5)),
    ("ax.annotate('', (5,2), (-72,0), textcoords='offset points', arrowprops=dict(arrowstyle='->'), gid='a:1')", Seen("a:1", arrow="end", heading=0)),
    ("ax.annotate('', (6,2), (2,2), arrowprops=dict(arrowstyle='->', connectionstyle='arc3,rad=0.4'), gid='a:1')", Seen("a:1", arrow="end", ends=(2, 2, 6, 2), heading=math.degrees(math.atan(0.8)))),
    ("ax.annotate('', (6,4), (2,2), arrowprops=dict(arrowstyle='->', connectionstyle='angle,angleA=0,angleB=90,rad=0'), gid='a:1')", Seen("a:1", ends=(2, 2, 6, 4), heading=90)),
    ("ax.annotate('m = 2 kg', (5,5), (2,2), arrowprops=dict(arrowstyle='->'), gid='label:m')", words("label:m", "m = 2 kg"), Seen("leader:m", arrow="end", num=1)),
    ("ax.annotate('nucleus', (5,5), (2,2), arrowprops=dict(arrowstyle='-'), gid='label:n')", words("label:n", "nucleus"), Seen("leader:n", arrow="")),
    ("ax.annotate('wall', (5,5), (2,2), arrowprops=dict(arrowstyle='->', gid='pointer:w'), gid='label:w')", words("label:w", "wall"), Seen("pointer:w", arrow="end"), Seen("leader:w", num=0)),
    ("ax.annotate('P', (5,5), xytext=(4,4), textcoords='offset points', gid='label:P')", words("label:P", "P"), Seen("leader:P", num=0)),
    ("ax.arrow(2,2,3,3, head_width=.3, length_includes_head=True).set_gid('force:F')", arrow("force:F", 2, 2, 5, 5)),
    ("ax.arrow(2,2,3,0, head_width=.3, head_length=.5, gid='force:F')", arrow("force:F", 2, 2, 5.5, 2)),
    ("ax.arrow(5,5,-3,0, width=.1, gid='force:F')", arrow("force:F", 5, 5, 1.55, 5)),
    ("ax.arrow(2,2,3,0, head_width=0, head_length=0, gid='line:a')", line("line:a", 2, 2, 5, 2)),
    ("plt.arrow(2,2,0,3, head_width=.3, fc='k', gid='force:F')", arrow("force:F", 2, 2, 2, 5.45)),
    ("ax.add_patch(FancyArrow(2,2,3,0, width=.1, gid='a:1'))", arrow("a:1", 2, 2, 5.45, 2)),
    ("ax.add_patch(Arrow(2,2,3,0, width=.5, gid='a:1'))", arrow("a:1", 2, 2, 5, 2)),
    ("ax.quiver(2,2,3,1, angles='xy', scale_units='xy', scale=1, gid='v:1')", arrow("v:1", 2, 2, 5, 3)),
    ("ax.quiver([1,1,1],[1,3,5],[1,2,4],[0,0,0], gid='v:1')", arrow("v:1", num=3)),
    ("ax.quiver([5],[3],[0],[1], pivot='tip', gid='v:1')", Seen("v:1", arrow="end", heading=90)),
    ("ax.quiver([5],[3],[-1],[1], pivot='middle', scale=5, gid='v:1')", Seen("v:1", arrow="end", heading=135)),
    ("ax.quiver([1,5],[1,1],[1,0],[0,0], scale=10, gid='v:1')", Seen("v:1", num=2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='->', mutation_scale=15, gid='a:1'))", arrow("a:1", 2, 2, 6, 2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='simple', mutation_scale=15, gid='a:1'))", arrow("a:1", 2, 2, 6, 2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='fancy', mutation_scale=15, gid='a:1'))", arrow("a:1", 2, 2, 6, 2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='wedge', mutation_scale=15, gid='a:1'))", arrow("a:1", 2, 2, 6, 2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='<->', mutation_scale=15, gid='a:1'))", arrow("a:1", 2, 2, 6, 2, heads="both")),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), arrowstyle='->', mutation_scale=0.1, gid='a:1'))", line("a:1", 2, 2, 6, 2)),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2), connectionstyle='arc3,rad=-.5', arrowstyle='-|>', mutation_scale=15, gid='a:1'))", Seen("a:1", arrow="end", box=(2, 2, 6, 3))),
    ("a=ax.add_patch(Circle((2,3),1)); b=ax.add_patch(Circle((7,3),1)); ax.add_patch(FancyArrowPatch((2,3),(7,3), patchA=a, patchB=b, arrowstyle='->', mutation_scale=9, gid='a:1'))", arrow("a:1", 3, 3, 6, 3)),
    ("from matplotlib.path import Path as P\nax.add_patch(FancyArrowPatch(path=P([(1,1),(5,1),(5,5)]), arrowstyle='->', mutation_scale=9, gid='a:1'))", Seen("a:1", ends=(1, 1, 5, 5), heading=90)),
    ("ax.add_artist(ConnectionPatch((2,2),(6,5),'data','data', axesA=ax, axesB=ax, arrowstyle='->', gid='a:1'))", arrow("a:1", 2, 2, 6, 5)),
    ("fig.add_artist(ConnectionPatch((2,2),(6,5), ax.transData, ax.transData, arrowstyle='->', gid='a:1'))", Seen("a:1", arrow="end", heading=math.degrees(math.atan2(3, 4)))),
    ("q=ax.quiver([2],[2],[1],[0], angles=[90], scale=10, gid='v:1')", Seen("v:1", arrow="end", heading=90)),
]  # fmt: skip
LINES = [
    ("l,=ax.plot([1,4],[1,5]); l.set_gid('side:AB')", line("side:AB", 1, 1, 4, 5)),
    ("ax.plot([1,4],[1,5], label='side:AB')", line("side:AB", 1, 1, 4, 5)),
    ("ax.plot([1,4],[1,5], label='Sample A'); ax.legend()", Seen("Sample A", num=0), Seen("", kind="text", words="Sample A")),
    ("plt.setp(ax.plot([1,4,1],[1,5,5]), gid='curve:c')", line("curve:c", 1, 1, 1, 5)),
    ("ax.plot([1,5,5,1],[1,1,4,1], gid='triangle:ABC')", area("triangle:ABC", 1, 1, 5, 4)),
    ("t=np.linspace(0,2*np.pi,200); ax.plot(5+2*np.cos(t), 3+2*np.sin(t), gid='circle:c')", area("circle:c", 3, 1, 7, 5)),
    ("ax.axhline(3, gid='level:1')", line("level:1", 0, 3, 10, 3)),
    ("ax.axvline(4, ls='--', gid='guide:x')", line("guide:x", 4, 0, 4, 7)),
    ("ax.axhline(3, .2, .5, gid='level:1')", line("level:1", 2, 3, 5, 3)),
    ("ax.axline((0,1), slope=.5, gid='line:g')", Seen("line:g", heading=math.degrees(math.atan(0.5)))),
    ("ax.axline((0,1), (10,6), gid='line:g')", line("line:g", 0, 1, 10, 6)),
    ("ax.hlines([1,2,3], 2, 8, gid='level')", line("level", 2, 1, 8, 1, num=3)),
    ("ax.vlines(4, 1, 6, gid='guide:x')", line("guide:x", 4, 1, 4, 6)),
    ("ax.step([1,3,5],[1,2,4], where='post', gid='curve:s')", Seen("curve:s", ends=(1, 1, 5, 4), box=(1, 1, 5, 4))),
    ("ax.plot([1,2,2.5,3,4],[4,4,np.nan,4,5], gid='curve:n')", line("curve:n", 1, 4, 4, 5)),
    ("ax.errorbar([1,3],[2,4], yerr=.5, gid='data:e')", Seen("data:e", num=3, ends=(1, 2, 3, 4))),
    ("ax.stem([1,3,5],[2,4,1])[1].set_gid('stem:s')", Seen("stem:s", num=3, ends=(1, 0, 1, 2))),
    ("from matplotlib.lines import Line2D\nax.add_line(Line2D([1,5],[2,2], gid='wire:1'))", line("wire:1", 1, 2, 5, 2)),
    ("from matplotlib.lines import Line2D\nfig.add_artist(Line2D([.1,.9],[.5,.5], gid='line:f'))", Seen("line:f", heading=0)),
    ("from matplotlib.collections import LineCollection\nax.add_collection(LineCollection([[(1,1),(3,1)],[(1,2),(3,2)]], gid='wire'))", line("wire", 1, 1, 3, 1, num=2)),
    ("ax.contour(*np.meshgrid(range(9),range(7)), np.add.outer(range(7),range(9)), levels=[4], gid='line:4')", Seen("line:4", num=1)),
    ("ax.spines['left'].set_gid('axis:y')", Seen("axis:y", heading=90)),
    ("ax.plot([1,3],[1,3],'o-', gid='curve:c')", line("curve:c", 1, 1, 3, 3)),
    ("a=ax.inset_axes([.5,.5,.4,.4]); a.set(xlim=(0,1), ylim=(0,1)); a.plot([0,1],[0,1], gid='curve:i')", line("curve:i", 0, 0, 1, 1)),
    ("b=ax.twinx(); b.set_ylim(0,100); b.plot([1,5],[10,90], gid='curve:t')", line("curve:t", 1, 10, 5, 90)),
    ("b=ax.secondary_xaxis('top', functions=(lambda x: 2*x, lambda x: x/2)); b.set_xlabel('twice', gid='label:x')", words("label:x", "twice")),
    ("ax.set_aspect('auto'); ax.set_yscale('log'); ax.set_ylim(1,1000); ax.plot([1,9],[10,100], gid='curve:l')", line("curve:l", 1, 10, 9, 100)),
    ("ax.set_aspect('auto'); ax.set_yscale('log'); ax.set_ylim(1,1000); ax.plot([1,5,9],[0,-1,100], gid='curve:l')", Seen("curve:l")),
]  # fmt: skip
AREAS = [
    ("ax.add_patch(Circle((4,3),2, fill=False, gid='circle:c'))", area("circle:c", 2, 1, 6, 5, filled=False)),
    ("ax.add_patch(Ellipse((4,3),4,2, gid='body:e'))", area("body:e", 2, 2, 6, 4, filled=True)),
    ("ax.add_patch(Rectangle((1,1),3,2, gid='box:1'))", area("box:1", 1, 1, 4, 3)),
    ("ax.add_patch(Rectangle((4,3),-3,-2, gid='box:1'))", area("box:1", 1, 1, 4, 3)),
    ("ax.add_patch(Circle((4,3),-2, gid='circle:c'))", area("circle:c", 2, 1, 6, 5)),
    ("ax.add_patch(Rectangle((2,1),2,2, angle=45, gid='box:1'))", area("box:1", 0.586, 1, 3.414, 3.828)),
    ("ax.add_patch(FancyBboxPatch((2,2),3,1, boxstyle='round,pad=0.2', gid='box:1'))", area("box:1", 1.8, 1.8, 5.2, 3.2)),
    ("ax.add_patch(Polygon([(1,1),(5,1),(5,4)], gid='triangle:ABC'))", area("triangle:ABC", 1, 1, 5, 4), line("side:AB", 1, 1, 5, 1), line("side:CA", 5, 4, 1, 1), line("side:CB", 5, 4, 5, 1), Seen("point:B", box=(5, 1, 5, 1))),
    ("ax.add_patch(Polygon([(1,1),(5,1),(5,4)], fill=False, gid='triangle:ABC')); ax.text(5.1,4.1,'A'); ax.text(.8,.7,'$B$'); ax.text(5.1,.7,'C')", line("side:AB", 5, 4, 1, 1)),
    ("ax.add_patch(Rectangle((1,1),4,3, fill=False, gid='rectangle:ABCD'))", line("side:BC", 5, 1, 5, 4), Seen("side:AC", num=0)),
    ("ax.add_patch(Polygon([(1,1),(5,1),(5,4)], gid='triangle:ABC')); ax.plot([0,1],[6,6], gid='side:AB')", line("side:AB", 0, 6, 1, 6)),
    ("ax.add_patch(RegularPolygon((4,3),6,radius=2, gid='ring:1'))", area("ring:1", 2.268, 1, 5.732, 5)),
    ("ax.add_patch(Wedge((4,3),2,0,90, gid='sector:1'))", area("sector:1", 4, 3, 6, 5)),
    ("ax.add_patch(Wedge((4,3),2,0,360,width=.5, gid='ring:1'))", area("ring:1", 2, 1, 6, 5)),
    ("ax.add_patch(Annulus((4,3),2,.5, gid='ring:1'))", area("ring:1", 2, 1, 6, 5)),
    ("ax.add_patch(Arc((4,3),4,4,theta1=0,theta2=90, gid='angle:A'))", Seen("angle:A", closed=False, ends=(6, 3, 4, 5))),
    ("ax.add_patch(Arc((4,3),4,2,theta1=90,theta2=180, gid='angle:A'))", Seen("angle:A", closed=False, ends=(4, 4, 2, 3))),
    ("ax.axhspan(2,3, gid='band:1')", area("band:1", 0, 2, 10, 3)),
    ("ax.axvspan(2,3, alpha=.3, gid='band:1')", area("band:1", 2, 0, 3, 7)),
    ("ax.fill([1,5,5],[1,1,4], gid='area:1')", area("area:1", 1, 1, 5, 4, filled=True)),
    ("ax.fill_between([1,3,5],[1,2,3],0, gid='area:1')", area("area:1", 1, 0, 5, 3, filled=True)),
    ("ax.fill_betweenx([1,3,5],[1,2,3],0, gid='area:1')", area("area:1", 0, 1, 3, 5)),
    ("ax.stackplot([1,5],[1,2],[2,2])[1].set_gid('area:2')", area("area:2", 1, 1, 5, 4)),
    ("ax.bar([1,3,5],[2,4,6], gid='bar:sales')", area("bar:sales", 0.6, 0, 1.4, 2, num=3)),
    ("for b,n in zip(ax.bar([1,3],[2,4]),'AB'): b.set_gid(f'bar:{n}')", area("bar:A", 0.6, 0, 1.4, 2), area("bar:B", 2.6, 0, 3.4, 4)),
    ("ax.barh([1,3],[2,4], gid='bar')", area("bar", 0, 0.6, 2, 1.4, num=2)),
    ("ax.bar([1],[2]); ax.bar([1],[3],bottom=[2],gid='bar:top')", area("bar:top", 0.6, 2, 1.4, 5)),
    ("ax.hist([1,1,2,3,3,3], bins=3, gid='bin')", area("bin", num=3)),
    ("ax.boxplot([[1,2,3,4,5]], positions=[4], patch_artist=True)['boxes'][0].set_gid('box:1')", area("box:1")),
    ("w,t=ax.pie([1,3],labels=['one','three'],center=(5,3),radius=2); w[0].set_gid('sector:one'); t[0].set_gid('label:one')", area("sector:one", 5, 3, 7, 5), words("label:one", "one")),
    ("ax.imshow(np.zeros((4,4)),extent=(1,5,2,6),gid='image:p'); ax.set(xlim=(0,10),ylim=(0,7))", area("image:p", 1, 2, 5, 6)),
    ("ax.pcolormesh([1,2,3],[1,2,3],[[1,2],[3,4]],gid='heat:h')", area("heat:h", 1, 1, 3, 3)),
    ("ax.text(3,3,'Start',bbox=dict(boxstyle='round',fc='lightblue'),ha='center',gid='box:start')", words("box:start", "Start"), Seen("box:start", closed=True, filled=True)),
    ("ax.text(3,3,'Start',bbox=dict(fc='white',ec='none'),gid='label:s')", words("label:s", "Start"), Seen("label:s", num=0)),
    ("ax.annotate('Start',(3,3),bbox=dict(boxstyle='round',fc='w'),gid='box:start')", words("box:start", "Start"), Seen("box:start", closed=True)),
    ("from matplotlib.collections import PatchCollection\nax.add_collection(PatchCollection([Circle((2,2),1),Circle((6,2),1)],gid='ball'))", area("ball", 1, 1, 3, 3, num=2)),
    ("from matplotlib.collections import PolyCollection\nax.add_collection(PolyCollection([[(0,0),(1,0),(0,1)]],offsets=[(2,2),(5,2)],offset_transform=ax.transData,transform=fig.dpi_scale_trans,gid='tile'))", Seen("tile", num=2)),
    ("t=ax.table([['1','2'],['3','4']],loc='center',gid='table:t'); t[0,0].set_gid('cell:a'); t[0,0].get_text().set_gid('text:a')", area("table:t"), area("cell:a"), words("text:a", "1")),
    ("from matplotlib.offsetbox import AnchoredText\nax.add_artist(AnchoredText('note',loc='upper left',gid='note:1'))", area("note:1"), Seen("", kind="text", words="note")),
    ("from matplotlib.offsetbox import AnnotationBbox, TextArea\nax.add_artist(AnnotationBbox(TextArea('gate'),(5,5),xybox=(2,2),arrowprops=dict(arrowstyle='->'),gid='note:g'))", area("note:g"), Seen("leader:g", arrow="end"), Seen("", kind="text", words="gate")),
]  # fmt: skip
POINTS = [
    ("ax.scatter([1,2,3],[1,4,2],gid='point:data')", Seen("point:data", num=3, ends=(1, 1, 1, 1))),
    ("ax.scatter(4,5,s=40,label='point:P')", Seen("point:P", ends=(4, 5, 4, 5))),
    ("ax.plot([1,2,3],[1,4,2],'o',gid='point:data')", Seen("point:data", num=3, ends=(1, 1, 1, 1))),
    ("ax.plot(4,5,'rx',gid='point:P')", Seen("point:P", ends=(4, 5, 4, 5))),
    ("ax.plot([6],[3],marker='o',ls='none',mfc='none',gid='point:A')", Seen("point:A", ends=(6, 3, 6, 3), filled=False)),
    ("ax.scatter([2,7],[3,3],s=900,gid='node')", Seen("node", num=2, closed=True, filled=True)),
    ("ax.scatter([2,7],[3,3],s=[9,900],gid='node')", Seen("node", num=2, closed=False)),
    ("ax.plot([2,7],[3,3],'o',ms=30,gid='node')", Seen("node", num=2, closed=True)),
    ("ax.scatter([1,np.nan,3],[1,2,3],gid='point:data')", Seen("point:data", num=2)),
    ("ax.scatter([1,2],[1,2],c=[0,1],cmap='viridis',gid='point:data')", Seen("point:data", num=2)),
    ("ax.plot(range(2000),[3]*2000,'.',gid='point:cloud')", Seen("point:cloud", num=1)),
    ("plt.close(); a=plt.figure().add_subplot(projection='polar'); a.plot([0,1,2],[1,1,1],gid='curve:p')", Seen("curve:p", ends=(0, 1, 2, 1))),
    ("plt.close(); a=plt.figure().add_subplot(projection='polar'); a.bar([0,1],[1,2],width=.5,gid='bar')", Seen("bar", num=2, closed=True)),
]  # fmt: skip
SPACE = [
    ("a.plot([0,1],[0,1],[0,1],gid='edge:1')", Seen("edge:1")),
    ("a.scatter([0,1],[0,1],[0,1],gid='atom')", Seen("atom", num=2)),
    ("a.text(0,0,0,'O',gid='label:O')", words("label:O", "O")),
    ("a.quiver(0,0,0,1,1,1,gid='vector:v')", Seen("vector:v", arrow="end")),
    ("a.quiver([0,0],[0,0],[0,0],[1,0],[0,1],[0,0],length=.5,gid='vector')", Seen("vector", arrow="end", num=2)),
    ("a.plot_surface(*np.meshgrid(np.linspace(0,1,30),np.linspace(0,1,30)),np.zeros((30,30)),gid='surface:s')", area("surface:s")),
    ("from mpl_toolkits.mplot3d.art3d import Poly3DCollection as P\na.add_collection3d(P([[(0,0,0),(1,0,0),(1,1,0)],[(0,0,0),(1,0,0),(1,0,1)]],gid='face'))", area("face", num=2)),
    ("a.bar3d(0,0,0,1,1,1,gid='bar:1')", Seen("bar:1", num=6)),
    ("a.set_zlabel('height',gid='label:z')", words("label:z", "height")),
]  # fmt: skip
TEXTS = [
    ("ax.set_title('Setup A',gid='title:1')", words("title:1", "Setup A")),
    ("ax.set_title('left',loc='left',gid='title:1')", words("title:1", "left")),
    ("fig.suptitle('All',gid='title:all')", words("title:all", "All")),
    ("fig.supxlabel('time',gid='label:x')", words("label:x", "time")),
    ("ax.set_xlabel('Time (s)').set_gid('label:x')", words("label:x", "Time (s)")),
    ("fig.text(.5,.5,'Note',gid='note:1')", words("note:1", "Note")),
    ("ax.text(2,2,r'$M_1$ = 1.8 kg').set_gid('label:M1')", words("label:M1", "$M_1$ = 1.8 kg")),
    ("ax.set_xticks([2,4]); ax.set_xticklabels(['one','two'])[0].set_gid('label:one')", words("label:one", "one")),
    ("ax.set_xticks([2,4],['one','two'])", Seen("", kind="text", words="two")),
    ("ax.plot([1,2],[1,2],label='fall'); ax.legend(title='Runs').get_texts()[0].set_gid('label:fall')", words("label:fall", "fall"), Seen("", kind="text", words="Runs")),
    ("ax.plot([1,2],[1,2],label='fall'); ax.legend().get_lines()[0].set_gid('handle:fall')", Seen("handle:fall", heading=0)),
    ("b=ax.bar([1,3],[2,4]); ax.bar_label(b,labels=['a','b'])[1].set_gid('label:b')", words("label:b", "b")),
    ("c=ax.contour(*np.meshgrid(range(9),range(7)),np.add.outer(range(7),range(9)),levels=[4]); ax.clabel(c,fmt='%d m')", Seen("", kind="text", words="4 m")),
    ("ax.axis('off'); ax.text(2,2,'alone',rotation=30,gid='label:a')", words("label:a", "alone")),
]  # fmt: skip
ODD_IDS = [
    ("ax.plot([1,2],[1,2])[0].set_gid(7)", line("7", 1, 1, 2, 2)),
    ("ax.plot([1,2],[1,2])[0].set_gid(0)", line("0", 1, 1, 2, 2)),
    ("ax.plot([1,2],[1,2])[0].set_gid(('side','AB'))", line("('side', 'AB')", 1, 1, 2, 2)),
    ("ax.plot([1,2],[1,2])[0].set_gid('')", Seen("", num=1, ends=(1, 1, 2, 2))),
    ("ax.text(2,2,'x').set_gid(3.5)", words("3.5", "x")),
]  # fmt: skip
ORDINARY = [*ARROWS, *LINES, *AREAS, *POINTS, *TEXTS, *ODD_IDS]
ORDINARY += [(f"plt.close(); a=plt.figure().add_subplot(projection='3d')\n{code}", *seen) for code, *seen in SPACE]


@pytest.mark.parametrize(("code", "seen"), [(code, seen) for code, *seen in ORDINARY])
def test_what_ordinary_code_draws_is_read_with_its_id_extent_and_meaning(code, seen):
    page = drawn(code)
    assert not [mark.id for mark in page.unseen if "cannot be read" in mark.unseen]
    for wanted in seen:
        check(page, wanted)


def check(page: Drawing, wanted: Seen) -> None:
    found = [
        mark for mark in page.find_all(wanted.id) or page.marks if mark.id == wanted.id and mark.kind == wanted.kind
    ]
    if wanted.kind == "text":
        assert wanted.words in [mark.text for mark in found]
        return
    assert len(found) == wanted.num, f"{wanted.id}: {len(found)} marks"
    if found:
        check_mark(found[0], wanted)


def check_mark(mark: DrawnMark, wanted: Seen) -> None:
    data = np.asarray(mark.data)
    for name in ("arrow", "closed", "filled"):
        assert getattr(wanted, name) in (None, getattr(mark, name)), f"{name} of {mark.id}"
    if wanted.ends is not None:
        assert np.allclose([*data[0], *data[-1]], wanted.ends, atol=NEAR), f"ends {data[[0, -1]]}"
    if wanted.box is not None:
        assert np.allclose([*data.min(axis=0), *data.max(axis=0)], wanted.box, atol=NEAR), (
            f"box {data.min(axis=0)} {data.max(axis=0)}"
        )
    if wanted.heading is not None:
        step = mark.xy[-1] - mark.xy[-2]
        off = math.degrees(math.atan2(step[1], step[0])) - wanted.heading
        assert abs((off + 180) % 360 - 180) < 2, f"heads off by {off:.1f}"


CLAIMS = [
    ("ax.annotate('F', (5,5), (2,2), arrowprops=dict(arrowstyle='->'), gid='force:F')", "direction", ("force:F",), 45, 2.0),
    ("ax.scatter([1,2,3],[1,4,6],gid='point')", "count", ("point",), 3, None),
    ("ax.scatter([1,2,2.5],[1,4,6.25],gid='curve:s')", "formula", ("curve:s",), "x^2", None),
    ("ax.plot([1,2,2.5],[1,4,6.25],'s',gid='curve:s')", "monotone", ("curve:s",), "increasing", None),
    ("ax.scatter([1,8],[3,3],s=900,gid='node'); ax.text(8,3,'B',ha='center',va='center',gid='label:B')", "inside", ("label:B", "node"), None, None),
    ("ax.bar([1,3,5],[2,4,6], gid='bar:sales')", "values", ("bar:sales",), (2, 4, 6), None),
    ("ax.scatter([1,3,5],[2,4,6],s=500,gid='bubble')", "values", ("bubble",), (2, 4, 6), None),
    ("ax.add_patch(Polygon([(1,1),(5,1),(5,4)], gid='triangle:ABC'))", "ratio", ("side:AB", "side:CA"), 0.8, None),
    ("ax.add_patch(Polygon([(1,1),(5,1),(5,4)], gid='triangle:ABC'))", "angle", ("side:AB", "side:BC"), 90, None),
    ("ax.text(2,3,'Start',bbox=dict(fc='w'),gid='box:a'); ax.text(7,3,'End',bbox=dict(fc='w'),gid='box:b'); ax.annotate('',(6.8,3.15),(3.3,3.15),arrowprops=dict(arrowstyle='->'),gid='edge:1')", "connects", ("edge:1", "box:a", "box:b"), None, None),
    ("ax.text(2,3,'Start',bbox=dict(fc='w'),gid='box:a')", "label", ("box:a",), "Start", None),
    ("ax.text(2,3,'Start',bbox=dict(fc='w'),gid='box:a')", "count", ("box",), 1, None),
    ("ax.add_patch(FancyArrowPatch((2,2),(6,2),connectionstyle='arc3,rad=.4',arrowstyle='->',mutation_scale=15,gid='a:1')); ax.add_patch(Circle((6.6,2),.6,fill=False,gid='s:1'))", "points_to", ("a:1", "s:1"), None, None),
    ("a=Circle((2,3),1,gid='node:A'); b=Circle((7,5),1,gid='node:B'); ax.add_patch(a); ax.add_patch(b); ax.add_patch(FancyArrowPatch((2,3),(7,5),patchA=a,patchB=b,arrowstyle='->',mutation_scale=12,connectionstyle='arc3,rad=.3',gid='edge:AB'))", "connects", ("edge:AB", "node:A", "node:B"), None, None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "of", "value", "tolerance"), CLAIMS)
def test_claims_hold_on_ordinary_code(code, kind, of, value, tolerance):
    finding = check_claim(Claim(kind=kind, of=of, value=value, tolerance=tolerance), drawn(code))
    assert finding.status == "held", finding.message


def test_the_box_of_an_annotated_text_is_its_own_without_the_arrow():
    page = drawn("ax.annotate('far', (9,6), (1,1), arrowprops=dict(arrowstyle='->'), gid='label:f')")
    (text,) = [mark for mark in page.texts if mark.id == "label:f"]
    assert text.bbox[2] - text.bbox[0] < 40 and text.bbox[3] - text.bbox[1] < 20
    assert geometry.length(page.find("leader:f")) > 250


def test_a_text_lies_above_its_frame_and_its_arrow_and_below_what_is_drawn_later():
    code = "ax.annotate('T',(5,5),(2,2),arrowprops=dict(arrowstyle='->'),bbox=dict(fc='w'),gid='box:t'); ax.add_patch(Circle((5,5),1,zorder=9,gid='top'))"
    page = drawn(code)
    frame, text = sorted(page.find_all("box:t"), key=lambda mark: mark.kind)
    assert (frame.kind, text.kind) == ("path", "text")
    assert page.find("leader:t").layer < frame.layer < text.layer < page.find("top").layer


def test_arrows_of_one_field_that_start_in_one_place_are_not_joined():
    page = drawn("ax.quiver([2,2],[2,2],[3,0],[0,3],angles='xy',scale_units='xy',scale=1,gid='vector')")
    assert [mark.arrow for mark in page.find_all("vector")] == ["end", "end"]


@pytest.mark.parametrize(
    ("code", "looks"),
    [
        (
            "a.scatter([1, 2], [1, 2], c=['red', 'blue'], s=200)",
            [("#ff0000", "#ff0000", ""), ("#0000ff", "#0000ff", "")],
        ),
        (
            "a.scatter([1, 2], [1, 2], s=200, facecolors=['none', 'red'], edgecolors=['k', 'none'])",
            [("#000000", "", ""), ("", "#ff0000", "")],
        ),
        (
            "a.hlines([1, 2], 0, 5, colors=['red', 'blue'], linestyles=['-', '--'])",
            [("#ff0000", "", ""), ("#0000ff", "", "3.7,1.6")],
        ),
        (
            "a.add_collection(PolyCollection([[(0, 0), (2, 0), (1, 2)], [(4, 0), (6, 0), (5, 2)]], fc=['red', 'none'], ec='k'))",
            [("#000000", "#ff0000", ""), ("#000000", "", "")],
        ),
    ],
)
def test_each_part_of_a_collection_has_its_own_look(code, looks):
    from matplotlib.collections import PolyCollection

    figure, axes = plt.subplots()
    axes.set(xlim=(-1, 8), ylim=(-1, 8))
    exec(code, {"a": axes, "PolyCollection": PolyCollection})
    parts = [mark for mark in Drawing.of(figure).marks if mark.kind == "path"]
    plt.close(figure)
    assert [(part.stroke, part.face, part.dash) for part in parts] == looks
    assert [part.opaque for part in parts] == [bool(face) for _, face, _ in looks]


@pytest.mark.thorough
def test_more_artists_than_are_read_leave_those_with_names():
    page = drawn("for i in range(5200): ax.plot([i/520],[3],',')\nax.plot([1,2],[1,2],gid='side:AB')")
    assert page.find("side:AB") is not None


HOSTILE = [
    "ax.plot([np.nan],[np.nan],gid='x')",
    "ax.plot([],[],gid='x')",
    "ax.plot([1,1e300],[1,-1e300],gid='x')",
    "ax.scatter([],[],gid='x')",
    "ax.scatter([np.inf],[1],gid='x')",
    "ax.fill([],[],gid='x')",
    "ax.fill_between([1,2],[np.nan]*2,gid='x')",
    "ax.quiver([],[],[],[],gid='x')",
    "ax.quiver([1],[1],[np.nan],[1],gid='x')",
    "ax.arrow(2,2,0,0,head_width=.3,gid='x')",
    "ax.arrow(2,2,0,0,head_width=0,gid='x')",
    "ax.annotate('',(2,2),(2,2),arrowprops=dict(arrowstyle='->'),gid='x')",
    "ax.annotate('',(50,50),(2,2),arrowprops=dict(arrowstyle='->'),annotation_clip=True,gid='x')",
    "ax.add_patch(FancyArrowPatch((2,2),(2,2),arrowstyle='->',gid='x'))",
    "ax.add_patch(FancyArrowPatch((1,1),(3,3),arrowstyle='->',shrinkA=500,shrinkB=500,gid='x'))",
    "ax.add_patch(Rectangle((1,1),-2,-2,gid='x'))",
    "ax.add_patch(Rectangle((1,1),0,0,gid='x'))",
    "ax.add_patch(Circle((1,1),0,gid='x'))",
    "ax.add_patch(Polygon(np.zeros((0,2)),gid='x'))",
    "ax.bar([],[],gid='x')",
    "ax.bar([1],[np.nan],gid='x')",
    "ax.imshow(np.full((3,3),np.nan),gid='x')",
    "ax.text(np.nan,2,'x',gid='x')",
    "ax.text(2,2,'',bbox=dict(fc='r'),gid='x')",
    "ax.hist([],gid='x')",
    "ax.eventplot([[]],gid='x')",
    "ax.table([['']],gid='x')",
    "ax.hlines([],0,1,gid='x')",
    "from matplotlib.collections import PolyCollection\nax.add_collection(PolyCollection([[(0,0),(1,1),(0,1)]]*5000,facecolors='r',gid='x'))",
    "class G:\n    def __str__(self): raise ValueError\nax.plot([1,2],[1,2])[0].set_gid(G())",
    "class G(str):\n    pass\nax.plot([1,2],[1,2])[0].set_gid(G('side:AB'))",
    "l,=ax.plot([1,2],[1,2],gid='x')\nl.get_xydata=lambda: 'no points'",
    "l,=ax.plot([1,2],[1,2],gid='x')\nl.get_xydata=lambda: np.zeros((2,3))",
    "p=ax.add_patch(Circle((2,2),1,gid='x'))\np.get_facecolor=lambda: 7",
    "c=ax.scatter([1],[1],gid='x')\nc.get_sizes=lambda: 1/0",
    "t=ax.text(2,2,'hi',gid='x')\nt.get_fontsize=lambda: 'big'",
    "ax.set_gid(5); ax.plot([1,2],[1,2],gid=6)",
    "plt.close(); plt.figure(figsize=(.1,.1)).add_subplot().plot([1,2],gid='x')",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("code", HOSTILE)
def test_odd_artists_never_stop_the_reading(code):
    page = drawn(f"ax.plot([1,9],[6,6],gid='side:sound')\n{code}")
    assert page.find("side:sound") is not None or "figsize" in code
    assert all(np.isfinite(mark.bbox).all() and np.isfinite(mark.xy).all() for mark in page.drawn)


def test_a_named_artist_that_cannot_be_read_says_so():
    page = drawn("l,=ax.plot([1,2],[1,2],gid='side:odd')\nl.get_xydata=lambda: np.zeros((2,3))")
    finding = check_claim(Claim(kind="direction", of=("side:odd",), value=45), page)
    assert finding.status == "failed" and "cannot be read" in finding.message
