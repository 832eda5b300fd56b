// What Bokeh's sources take: columns, and the one row of an image.

import {values} from "./recording.js"

/** Points of the unit square as columns x and y. */
export function points(list) {
  return {x: list.map(([x]) => x), y: list.map(([, y]) => y)}
}

/** A map as the one row of an image's source; null clears it. Its outer cells reach half out. */
export function image(map) {
  if (map === null) return {image: [], x: [], y: [], dw: [], dh: []}
  const [rows, cols] = map.size
  const {ndarray} = Bokeh.require("core/util/ndarray")
  const [dx, dy] = [1 / (cols - 1), 1 / (rows - 1)]
  return {
    image: [ndarray(values(map), {dtype: "float32", shape: map.size})],
    x: [-dx / 2],
    y: [-dy / 2],
    dw: [1 + dx],
    dh: [1 + dy],
  }
}

/** What the trials' marks and their hover need, one column each. */
export function columns(lane, recording) {
  const [low, high] = recording.limits
  const noisy = recording.settings.noise > 0
  const each = (make) => lane.x.map((_, i) => make(i))
  return {
    ...points(lane.x),
    score: lane.observed,
    number: each((i) => i + 1),
    label: each((i) => String(i + 1)),
    ink: each((i) => ((lane.observed[i] - low) / (high - low) > 0.5 ? "#000000" : "#ffffff")),
    verdict: each((i) => {
      const observed = `score ${lane.observed[i].toFixed(4)}`
      return noisy ? `${observed} (true ${lane.true[i].toFixed(4)})` : observed
    }),
    knob0: each((i) => lane.knobs[i][0]),
    knob1: each((i) => lane.knobs[i][1]),
    knob0_name: each(() => recording.knobs[0]),
    knob1_name: each(() => recording.knobs[1]),
    cost: lane.cost,
    finish: lane.finish,
  }
}
