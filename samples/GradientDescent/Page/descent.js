// Gradient descent that a reader steers: the same functions and the same rule as the program has.
(() => {
'use strict';
const { element, shape, number, charts } = NetGenPage;
const { landscapes } = JSON.parse(document.getElementById('landscapes').textContent);

// Value and gradient at a place.
const functions = {
  Rosenbrock: (x, y) => { const valley = y - x * x; return [(1 - x) ** 2 + 100 * valley ** 2, -2 * (1 - x) - 400 * x * valley, 200 * valley]; },
  Himmelblau: (x, y) => { const a = x * x + y - 11, b = x + y * y - 7; return [a * a + b * b, 4 * x * a + 2 * b, 2 * a + 4 * y * b]; },
  Saddle: (x, y) => [x * x + y ** 4 / 4 - y * y / 2, 2 * x, y ** 3 - y],
};

const width = 370, height = 330, levels = 14, near = 1e-2;
const $ = id => document.getElementById(id);
const field = $('field'), canvas = field.querySelector('canvas'), overlay = field.querySelector('svg');
const dark = matchMedia('(prefers-color-scheme:dark)');
let landscape = landscapes[0], start = [...landscape.start];

const across = x => (x - landscape.window[0]) / (landscape.window[1] - landscape.window[0]) * width;
const down = y => (landscape.window[3] - y) / (landscape.window[3] - landscape.window[2]) * height;
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
const scaled = value => Math.log(1 + Math.max(0, value - landscape.least) / landscape.unit);

// v ← momentum · v + gradient; place ← place − rate · v
function descend(rate, momentum, steps) {
  let [x, y] = start, vx = 0, vy = 0;
  const places = [];
  for (let step = 0; step <= steps; step++) {
    const [value, dx, dy] = functions[landscape.name](x, y);
    if (!Number.isFinite(value) || value > 1e30) break;
    places.push({ x, y, value });
    vx = momentum * vx + dx;
    vy = momentum * vy + dy;
    x -= rate * vx;
    y -= rate * vy;
  }
  return places;
}

// The ground in bands of equal height.
function paint() {
  const context = canvas.getContext('2d'), image = context.createImageData(canvas.width, canvas.height);
  const [low, high] = dark.matches ? [[22, 27, 34], [70, 96, 128]] : [[255, 255, 255], [150, 172, 196]];
  const heights = new Float64Array(canvas.width * canvas.height);
  let highest = 0;
  for (let row = 0; row < canvas.height; row++)
    for (let column = 0; column < canvas.width; column++) {
      const x = landscape.window[0] + (landscape.window[1] - landscape.window[0]) * (column + 0.5) / canvas.width;
      const y = landscape.window[3] - (landscape.window[3] - landscape.window[2]) * (row + 0.5) / canvas.height;
      highest = Math.max(highest, heights[row * canvas.width + column] = scaled(functions[landscape.name](x, y)[0]));
    }
  heights.forEach((value, i) => {
    const share = Math.min(1, Math.floor(value / highest * levels) / (levels - 1));
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = low[c] + share * (high[c] - low[c]);
    image.data[4 * i + 3] = 255;
  });
  context.putImageData(image, 0, 0);
}

function verdict(places, steps) {
  const last = places.at(-1);
  if (places.length <= steps) return `After ${places.length - 1} steps it has left the numbers: the steps are far too long.`;
  const left = last.value - landscape.least;
  const arrival = places.findLastIndex(place => place.value - landscape.least > near) + 1;
  if (arrival < places.length) return `It arrives after ${arrival} steps, and stays: ${number(left)} above the minimum in the end.`;
  const rises = places.filter((place, i) => i > 0 && place.value > places[i - 1].value).length;
  if (last.value > places[0].value) return `It climbs: every step is too long. After ${steps} steps it is ${number(left)} above the minimum.`;
  return rises > steps / 4
    ? `It jumps across the valley: ${rises} of ${steps} steps lead up. In the end it is ${number(left)} above the minimum.`
    : `It is on its way down: ${number(left)} above the minimum after ${steps} steps.`;
}

function draw() {
  const rate = 10 ** Number($('rate').value), momentum = Number($('momentum').value), steps = Number($('steps').value);
  $('rate-value').textContent = number(rate);
  $('momentum-value').textContent = number(momentum);
  $('steps-value').textContent = number(steps);
  const places = descend(rate, momentum, steps);
  const at = place => `${clamp(across(place.x), -3000, 3000).toFixed(1)} ${clamp(down(place.y), -3000, 3000).toFixed(1)}`;
  const path = 'M' + places.map(at).join('L');
  const marks = landscape.minima.map(([x, y]) => shape('path', { class: 'minimum', d: `M${across(x) - 6} ${down(y)}h12M${across(x)} ${down(y) - 6}v12` }));
  const dots = shape('path', { class: 'dots', d: places.map(place => `M${at(place)}h0`).join('') });
  const end = places.at(-1);
  overlay.querySelector('g').replaceChildren(
    shape('path', { class: 'edge', d: path }), shape('path', { class: 'way', d: path }), dots, ...marks,
    shape('circle', { class: 'end', cx: across(end.x), cy: down(end.y), r: 4.5 }));
  const handle = $('start');
  handle.setAttribute('cx', across(start[0]));
  handle.setAttribute('cy', down(start[1]));
  handle.setAttribute('aria-valuetext', `x ${number(start[0])}, y ${number(start[1])}`);
  $('verdict').textContent = verdict(places, steps);
  const [chart] = charts;
  chart.data.series = [{ name: 'height', x: places.map((_, step) => step), y: places.map(place => Math.max(0, place.value - landscape.least)) }];
  chart.draw();
}

function choose(name) {
  landscape = landscapes.find(other => other.name === name);
  start = [...landscape.start];
  $('formula').textContent = landscape.formula;
  $('rate').value = Math.log10(landscape.rate);
  $('momentum').value = 0;
  $('steps').value = landscape.steps;
  paint();
  draw();
}

function moveTo(x, y) {
  const [left, right, bottom, top] = landscape.window;
  start = [clamp(x, left, right), clamp(y, bottom, top)];
  draw();
}

function follow(event) {
  const box = overlay.getBoundingClientRect(), [left, right, bottom, top] = landscape.window;
  moveTo(left + (event.clientX - box.left) / box.width * (right - left), top - (event.clientY - box.top) / box.height * (top - bottom));
}

for (const id of ['rate', 'momentum', 'steps']) $(id).addEventListener('input', draw);
$('landscape').addEventListener('change', event => choose(event.target.value));
$('reset').addEventListener('click', () => choose(landscape.name));
overlay.addEventListener('pointerdown', event => { overlay.setPointerCapture(event.pointerId); follow(event); });
overlay.addEventListener('pointermove', event => { if (overlay.hasPointerCapture(event.pointerId)) follow(event); });
$('start').addEventListener('keydown', event => {
  const [left, right, bottom, top] = landscape.window, dx = (right - left) / 50, dy = (top - bottom) / 50;
  const [x, y] = { ArrowLeft: [-dx, 0], ArrowRight: [dx, 0], ArrowUp: [0, dy], ArrowDown: [0, -dy] }[event.key] ?? [];
  if (x === undefined) return;
  event.preventDefault();
  moveTo(start[0] + x, start[1] + y);
});
dark.addEventListener('change', paint);
choose(landscape.name);
window.Descent = { descend, choose, moveTo };
})();
