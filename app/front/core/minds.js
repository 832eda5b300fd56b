// What a mind shows: three maps in three places, by what its searcher maximises; and what is said of that.

import {kindOf} from "../model/acquisitions.js"
import {acquired} from "./acquired.js"
import {say} from "./say.js"

/** @typedef {"mean" | "sd" | "ei"} Place of a map, named after what a Gaussian process shows there */

/**
 * What stands at a map: its title, the word of its button, what it will show, its colours, and whether
 * these are on a logarithmic scale.
 *
 * @typedef {Record<Place, {title: string, button: string, coming: string, colours: string, log?: boolean}>} Look
 */

/** What the maps of a lane are. @param {string} [maximised] @returns {Look} */
export function lookOf(maximised = "EI") {
  if (maximised === "l/g") {
    return {
      mean: {title: say("map.likely"), button: say("why.map.likely"), coming: say("map.likely.coming"), colours: "sd"},
      sd: {title: say("map.rest"), button: say("why.map.rest"), coming: say("map.rest.coming"), colours: "sd"},
      ei: {title: say("map.ratio"), button: say("why.map.ratio"), coming: say("map.ratio.coming"), colours: "ei", log: true},
    }
  }
  return {
    mean: {title: say("map.mean"), button: say("why.map.mean"), coming: say("map.mean.coming"), colours: "score"},
    sd: {title: say("map.sd"), button: say("why.map.sd"), coming: say("map.sd.coming"), colours: "sd"},
    ei: {...acquired(kindOf(maximised)).look(), colours: "ei"},
  }
}

/** What is to come where a map is a line. @param {string} [maximised] */
export function lineToCome(maximised) {
  return say(maximised === "l/g" ? "maps.line.ratio.coming" : "maps.line.coming")
}

/**
 * The map in a place.
 *
 * @param {Asked | Parted} belief
 * @param {Place} place
 * @returns {import("../model/belief.js").Map}
 */
export function mapOf(belief, place) {
  return parted(belief) ? belief[belief.places[place]] : belief[place]
}

/**
 * Whether a belief is two densities, and no Gaussian process.
 *
 * @param {Asked | Parted | null} belief
 * @returns {belief is Parted}
 */
export function parted(belief) {
  return belief !== null && "kind" in belief && belief.kind === "densities"
}
