// What a trial was: told beside its mark to the pointer, to a finger and to the arrow keys.

const NEAR = 18 // px around a mark's middle within which it is meant
const AWAY = 16 // px from a mark's middle to its tip, at the size that Python gave to marks
const STAR = 16 // px around the best trial that stay free, too
const EDGE = 6 // px that stay free at the edges of the page

export class Tip {
  #told = null // {key, trial} that is told now

  constructor(page, plots) {
    this.page = page
    this.plots = plots
    this.element = page.querySelector(".tip")
    for (const key of Object.keys(plots.skeleton.lanes)) {
      const plot = page.querySelector(`[data-plot=lane_${key}]`)
      plot.addEventListener("pointermove", (event) => {
        if (event.pointerType === "mouse") this.#tell(key, this.#at(key, event))
      })
      plot.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse") this.#tell(key, null)
      })
      plot.addEventListener("click", (event) => this.#tap(key, plot, event))
      plot.addEventListener("keydown", (event) => this.#press(key, event))
      plot.addEventListener("blur", () => this.#tell(key, null))
    }
    for (const figure of page.querySelectorAll(".mind figure")) {
      figure.querySelector(".plot").addEventListener("click", () => figure.classList.toggle("large"))
    }
  }

  /** On a phone lanes are small: a tap makes one large, and another beside its trials small again. */
  #tap(key, plot, event) {
    const trial = this.#at(key, event)
    const lane = plot.closest(".lane")
    lane.classList.toggle("large", trial !== null || !lane.classList.contains("large"))
    this.#tell(key, trial)
  }

  #press(key, event) {
    const last = this.plots.told(key).data.number.length - 1
    const from = this.#told?.trial ?? last + 1
    const steps = {ArrowUp: Math.min(from + 1, last), ArrowDown: Math.max(from - 1, 0)}
    if (last >= 0 && event.key in steps) this.#tell(key, steps[event.key])
    else if (event.key === "Escape" && this.#told) this.#tell(key, null)
    else if (event.key === "Enter") event.target.closest(".lane").classList.toggle("large")
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  /** The trial whose mark is nearest to a pointer, or null if none is near. */
  #at(key, {clientX, clientY}) {
    const {left, top} = this.page.querySelector(`[data-plot=lane_${key}]`).getBoundingClientRect()
    const {spots} = this.plots.told(key)
    const far = spots.map(([x, y]) => Math.hypot(left + x - clientX, top + y - clientY))
    const nearest = far.indexOf(Math.min(...far))
    return far[nearest] <= NEAR ? nearest : null
  }

  #tell(key, trial) {
    if (this.#told?.key === key && this.#told.trial === trial) return
    if (this.#told === null && trial === null) return
    if (this.#told) this.plots.tell(this.#told.key, null)
    this.#told = trial === null ? null : {key, trial}
    if (this.#told) this.plots.tell(key, trial)
    this.follow()
  }

  /** Show what is to be told where its trial stands now; a trial that isn't there any more is silent. */
  follow() {
    const {element} = this
    const told = this.#told !== null && this.#told.trial < this.plots.told(this.#told.key).spots.length
    element.hidden = !told
    if (!told) {
      if (this.#told) this.plots.tell(this.#told.key, null)
      this.#told = null
      return
    }
    const {key, trial} = this.#told
    const {data} = this.plots.told(key)
    const [first, second] = [0, 1].map((i) => `${data[`knob${i}_name`][trial]} ${data[`knob${i}`][trial]}`)
    const paid = `cost ${data.cost[trial].toFixed(1)} min, finished at minute ${data.finish[trial].toFixed(1)}`
    element.textContent = [`Trial ${data.number[trial]}, ${data.verdict[trial]}`, first, second, paid].join("\n")
    this.#place(key, trial)
  }

  /** Beside the mark: where it fits into the page and leaves the star free. */
  #place(key, trial) {
    const {spots, best, growth} = this.plots.told(key)
    const page = this.page.getBoundingClientRect()
    const plot = this.page.querySelector(`[data-plot=lane_${key}]`).getBoundingClientRect()
    const {offsetWidth: width, offsetHeight: height} = this.element
    const [[x, y], [starX, starY]] = [spots[trial], spots[best]].map(([across, down]) => [
      plot.left - page.left + across,
      plot.top - page.top + down,
    ])
    const away = AWAY * Math.max(growth, 1)
    const free = STAR * Math.max(growth, 1)
    const beside = within(y - height / 2, height, page.height)
    const above = within(x - width / 2, width, page.width)
    const places = [
      {left: x + away, top: beside},
      {left: x - away - width, top: beside},
      {left: above, top: y - away - height},
      {left: above, top: y + away},
    ].filter(
      ({left, top}) =>
        left === within(left, width, page.width) && top === within(top, height, page.height),
    )
    const hides = ({left, top}) =>
      starX > left - free && starX < left + width + free && starY > top - free && starY < top + height + free
    const {left, top} = places.find((place) => trial === best || !hides(place)) ??
      places[0] ?? {left: EDGE, top: EDGE}
    Object.assign(this.element.style, {left: `${left}px`, top: `${top}px`})
  }
}

/** The place next to `at` at which something of a size lies within a whole. */
function within(at, size, whole) {
  return Math.min(Math.max(at, EDGE), whole - size - EDGE)
}
