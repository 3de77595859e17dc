// Draws the charts of a page from their values, and lets a reader point at them, switch lines off and choose a logarithmic scale.
// Without it the page shows the same charts as fixed pictures.
(() => {
'use strict';
const space = 'http://www.w3.org/2000/svg';
const colors = 8, solid = 4, dashes = ['', '7 3', '2 3', '9 3 2 3'];
const tiny = 1e-290, huge = 1e290;
const color = series => `var(--s${series % colors})`;
const dash = series => dashes[Math.floor(series / solid) % dashes.length];

// An element with attributes; texts are set as texts, never as markup.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(space, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const minus = text => text.replaceAll('-', '−');

// Four significant digits, as the tables have.
function number(value) {
  if (value === null || Number.isNaN(value)) return 'none';
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return minus(String(value));
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-3 ? value.toExponential(3).replace(/\.?0+e/, 'e').replace('e+', 'e') : String(Number(value.toPrecision(4)));
  return minus(text);
}

// The same axes as ChartScale.cs.
const bound = (value, log) => Math.min(huge, Math.max(log ? tiny : -huge, value));
const shown = (value, log) => value !== null && Number.isFinite(value) && (!log || value > 0);

function step(least) {
  const power = 10 ** Math.floor(Math.log10(least)), share = least / power;
  return power * (share <= 1.000001 ? 1 : share <= 2.000001 ? 2 : share <= 5.000001 ? 5 : 10);
}

function label(value, by, decimals, largest) {
  if (Math.abs(value) < by / 2) return '0';
  if (largest < 1e6 && largest >= 1e-3) return minus(value.toFixed(Math.min(decimals, 12)));
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  const digits = Math.min(12, Math.max(0, power - Math.floor(Math.log10(by) + 1e-6)));
  return minus(`${(value / 10 ** power).toFixed(digits)}e${power}`);
}

function marks(lowest, highest, by) {
  const made = [], decimals = Math.max(0, -Math.floor(Math.log10(by) + 1e-6)), largest = Math.max(Math.abs(lowest), Math.abs(highest));
  for (let n = Math.ceil(lowest / by - 1e-6); n * by <= highest + by * 1e-6; n++) made.push([n * by, label(n * by, by, decimals, largest)]);
  return made;
}

function linear(lowest, highest, isValues, isWhole, count) {
  if (isValues && lowest > 0 && lowest < 0.3 * highest) lowest = 0;
  if (highest - lowest <= Math.max(tiny, Math.max(Math.abs(lowest), Math.abs(highest)) * 1e-9)) {
    const middle = lowest / 2 + highest / 2, half = isWhole ? 0.5 : Math.abs(middle) < tiny ? 1 : Math.abs(middle) * 0.1;
    [lowest, highest] = [middle - half, middle + half];
  }
  let by = step((highest - lowest) / count);
  if (isWhole) by = Math.max(1, by);
  if (isValues) [lowest, highest] = [by * Math.floor(lowest / by + 1e-6), by * Math.ceil(highest / by - 1e-6)];
  return { lowest, highest, ticks: marks(lowest, highest, by) };
}

function logarithmic(lowest, highest, count) {
  if (highest <= lowest * 1.0001) [lowest, highest] = [lowest / 2, highest * 2];
  const decades = Math.log10(highest) - Math.log10(lowest), stride = Math.max(1, Math.ceil(decades / count));
  const digits = decades < 1.2 ? [1, 2, 3, 5] : decades < 2.5 ? [1, 2, 5] : decades < 3.5 ? [1, 3] : [1];
  let ticks = [];
  for (let power = Math.floor(Math.log10(lowest)); power <= Math.log10(highest); power++) {
    if (power % stride !== 0) continue;
    for (const digit of digits) {
      const value = digit * 10 ** power;
      if (value >= lowest * 0.999999 && value <= highest * 1.000001)
        ticks.push([value, minus(power >= 6 || power < -3 ? `${digit}e${power}` : value.toFixed(Math.max(0, -power)))]);
    }
  }
  if (ticks.length < 2) ticks = marks(lowest, highest, step((highest - lowest) / count));
  return { lowest, highest, ticks };
}

function scale(values, log, isValues, count) {
  let lowest = Infinity, highest = -Infinity, isWhole = !isValues;
  for (const value of values) {
    if (!shown(value, log)) continue;
    const bounded = bound(value, log);
    lowest = Math.min(lowest, bounded);
    highest = Math.max(highest, bounded);
    isWhole &&= Number.isInteger(value);
  }
  if (lowest > highest) return null;
  const made = log ? logarithmic(lowest, highest, count) : linear(lowest, highest, isValues, isWhole, count);
  const start = log ? Math.log10(made.lowest) : made.lowest, end = log ? Math.log10(made.highest) : made.highest;
  made.at = value => ((log ? Math.log10(bound(value, true)) : bound(value, false)) - start) / (end - start);
  return made;
}

// What a reader has chosen, kept when the page of a running training loads itself anew.
const choices = {
  read(key) { try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; } },
  write(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* a file may not be allowed to */ } },
};

class Chart {
  constructor(figure, index) {
    this.figure = figure;
    this.data = JSON.parse(figure.querySelector('script').textContent);
    this.plot = figure.querySelector('.plot');
    this.key = `${location.pathname} ${index} ${this.data.title}`;
    const chosen = choices.read(this.key);
    this.log = chosen.log ?? this.data.logY;
    this.hidden = new Set(chosen.hidden ?? []);
    this.at = null;
    this.tip = element('div', { class: 'tip', hidden: '' });
    this.plot.setAttribute('tabindex', '0');
    this.plot.setAttribute('role', 'slider');
    this.plot.setAttribute('aria-label', `${this.data.title}: arrow keys read the values by ${this.data.xLabel}`);
    this.buttons();
    this.listen();
    new ResizeObserver(() => this.draw()).observe(this.plot);
    this.draw();
  }

  buttons() {
    if (this.data.series.some(series => series.y.some(value => value > 0))) {
      const button = element('button', { type: 'button', class: 'scale', 'aria-pressed': this.log }, 'log scale');
      button.addEventListener('click', () => {
        this.log = !this.log;
        button.setAttribute('aria-pressed', this.log);
        this.changed();
      });
      this.figure.querySelector('h3').after(button);
    }
    if (this.data.series.length < 2) return;
    const legend = element('div', { class: 'legend', role: 'group', 'aria-label': 'Lines of the chart' });
    this.data.series.forEach((series, i) => {
      const swatch = shape('svg', { width: 22, height: 10, 'aria-hidden': 'true' }, shape('path', { d: 'M0 5h22', stroke: color(i), 'stroke-width': 3, 'stroke-dasharray': dash(i) }));
      const button = element('button', { type: 'button', 'aria-pressed': !this.hidden.has(series.name) }, swatch, element('span', {}, series.name));
      button.addEventListener('click', () => {
        if (!this.hidden.delete(series.name)) this.hidden.add(series.name);
        button.setAttribute('aria-pressed', !this.hidden.has(series.name));
        this.changed();
      });
      legend.append(button);
    });
    this.plot.before(legend);
  }

  changed() {
    choices.write(this.key, { log: this.log, hidden: [...this.hidden] });
    this.draw();
  }

  visible() {
    return this.data.series.map((series, i) => ({ ...series, i })).filter(series => !this.hidden.has(series.name));
  }

  draw() {
    const width = Math.floor(this.plot.clientWidth), height = Math.max(200, Math.min(300, Math.round(width * 0.5)));
    if (width < 50) return;
    const { xLabel, yLabel, logX } = this.data, visible = this.visible();
    const svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
    const top = yLabel ? 26 : 10, bottom = height - 38;
    const vertical = scale(visible.flatMap(series => logX ? series.y.filter((_, i) => series.x[i] > 0) : series.y), this.log, true, Math.max(2, Math.floor((bottom - top) / 45)));
    const left = vertical ? 12 + 7.2 * Math.max(...vertical.ticks.map(tick => tick[1].length)) : 0, right = width - 10;
    const horizontal = scale(visible.flatMap(series => series.x), logX, false, Math.max(2, Math.floor((right - left) / 75)));
    this.axes = null;
    this.plot.replaceChildren(svg, this.tip);
    if (!vertical || !horizontal) {
      svg.append(shape('text', { x: width / 2, y: height / 2, 'text-anchor': 'middle' }, visible.length ? 'no values to show' : 'all lines are switched off'));
      this.point(null);
      return;
    }
    if (yLabel) svg.append(shape('text', { x: 0, y: 12 }, yLabel));
    for (const [value, text] of vertical.ticks) {
      const y = bottom - vertical.at(value) * (bottom - top);
      svg.append(shape('path', { class: 'grid', d: `M${left} ${y.toFixed(1)}H${right}` }), shape('text', { x: left - 6, y: y + 4, 'text-anchor': 'end', class: 'y-tick' }, text));
    }
    for (const [value, text] of horizontal.ticks) {
      const x = left + horizontal.at(value) * (right - left);
      svg.append(shape('path', { class: 'grid', d: `M${x.toFixed(1)} ${bottom}v4` }), shape('text', { x: Math.min(x, right - 3.6 * text.length), y: bottom + 17, 'text-anchor': 'middle', class: 'x-tick' }, text));
    }
    svg.append(shape('text', { x: right, y: height - 4, 'text-anchor': 'end' }, xLabel));
    this.axes = {
      x: value => left + horizontal.at(value) * (right - left),
      y: value => bottom - vertical.at(value) * (bottom - top),
      left, right, top, bottom, width,
    };
    for (const series of [...visible].reverse()) svg.append(...this.curve(series));
    this.cursor = shape('g', {});
    svg.append(this.cursor);
    this.places = [...new Set(visible.flatMap(series => series.x.filter((x, i) => shown(x, logX) && shown(series.y[i], this.log))))].sort((a, b) => a - b);
    this.plot.setAttribute('aria-valuemin', this.places[0]);
    this.plot.setAttribute('aria-valuemax', this.places.at(-1));
    this.point(this.at === null ? null : this.nearest(this.at));
  }

  curve(series) {
    let path = '', dots = '', length = 0;
    const at = i => `${this.axes.x(series.x[i]).toFixed(1)} ${this.axes.y(series.y[i]).toFixed(1)}`;
    for (let i = 0; i <= series.x.length; i++) {
      const is = i < series.x.length && shown(series.x[i], this.data.logX) && shown(series.y[i], this.log);
      if (!is && length === 1) dots += `M${at(i - 1)}h0`;
      length = is ? length + 1 : 0;
      if (is) path += (length === 1 ? 'M' : 'L') + at(i);
    }
    const made = [shape('path', { class: 'curve', 'data-series': series.name, d: path, fill: 'none', stroke: color(series.i), 'stroke-width': 2, 'stroke-linejoin': 'round', 'stroke-linecap': 'round', 'stroke-dasharray': dash(series.i) })];
    if (dots) made.push(shape('path', { class: 'dot', d: dots, stroke: color(series.i), 'stroke-width': 6, 'stroke-linecap': 'round' }));
    return made;
  }

  listen() {
    const follow = event => {
      if (!this.axes) return;
      const x = event.clientX - this.plot.getBoundingClientRect().left;
      let best = null;
      for (const place of this.places) if (best === null || Math.abs(this.axes.x(place) - x) < Math.abs(this.axes.x(best) - x)) best = place;
      this.point(best);
    };
    this.plot.addEventListener('pointermove', follow);
    this.plot.addEventListener('pointerdown', follow);
    this.plot.addEventListener('pointerleave', event => { if (event.pointerType === 'mouse' && document.activeElement !== this.plot) this.point(null); });
    this.plot.addEventListener('blur', () => this.point(null));
    this.plot.addEventListener('keydown', event => {
      if (!this.axes) return;
      const last = this.places.length - 1, now = this.at === null ? -1 : this.places.indexOf(this.at), far = Math.max(1, Math.round(last / 10));
      const to = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now < 0 ? last : now - 1, ArrowDown: now < 0 ? last : now - 1, PageUp: now + far, PageDown: now - far, Home: 0, End: last }[event.key];
      if (event.key === 'Escape') this.point(null);
      else if (to !== undefined) this.point(this.places[Math.min(last, Math.max(0, to))]);
      else return;
      event.preventDefault();
    });
  }

  nearest(x) {
    return this.places.reduce((best, place) => Math.abs(place - x) < Math.abs(best - x) ? place : best);
  }

  // Shows the values at a place, or none.
  point(at) {
    this.at = at;
    this.cursor?.replaceChildren();
    this.tip.hidden = at === null;
    if (at === null) {
      this.plot.setAttribute('aria-valuenow', this.places?.[0] ?? 0);
      this.plot.setAttribute('aria-valuetext', 'no value chosen');
      return;
    }
    const { axes } = this, x = axes.x(at), rows = [];
    this.cursor.append(shape('path', { class: 'cursor', d: `M${x.toFixed(1)} ${axes.top}V${axes.bottom}` }));
    for (const series of this.visible()) {
      const i = this.indexAt(series, at);
      if (i < 0) continue;
      this.cursor.append(shape('circle', { cx: x, cy: axes.y(series.y[i]), r: 4, fill: color(series.i), stroke: 'var(--ground)', 'stroke-width': 1.5 }));
      const swatch = shape('svg', { width: 14, height: 8, 'aria-hidden': 'true' }, shape('path', { d: 'M0 4h14', stroke: color(series.i), 'stroke-width': 3, 'stroke-dasharray': dash(series.i) }));
      rows.push(element('tr', {}, element('td', {}, swatch), element('td', {}, series.name), element('td', {}, number(series.y[i]))));
    }
    this.tip.replaceChildren(element('b', {}, `${this.data.xLabel} ${number(at)}`), element('table', {}, element('tbody', {}, ...rows)));
    const wide = this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, x + 12 + wide > axes.width ? x - 12 - wide : x + 12)}px`;
    this.plot.setAttribute('aria-valuenow', at);
    this.plot.setAttribute('aria-valuetext', `${this.data.xLabel} ${number(at)}: ${rows.map(row => `${row.cells[1].textContent} ${row.cells[2].textContent}`).join(', ')}`);
  }

  // The point of a series at a place, where it has one that is shown.
  indexAt(series, at) {
    let low = 0, high = series.x.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (series.x[middle] < at) low = middle + 1; else high = middle;
    }
    return series.x[low] === at && shown(series.y[low], this.log) ? low : -1;
  }
}

const charts = [...document.querySelectorAll('figure.chart')].map((figure, index) => new Chart(figure, index));
// For the script of a page of its own.
window.NetGenPage = { charts, element, shape, number, color };

// The page of a training that still runs loads itself anew, unless a reader is at work in it.
const seconds = Number(document.documentElement.dataset.reload);
if (seconds > 0) {
  const wait = () => setTimeout(() => charts.some(chart => chart.at !== null) ? wait() : location.reload(), 1000 * seconds);
  wait();
}
})();
