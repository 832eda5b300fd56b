// What the front end finds where it runs: BokehJS, and the texts that app/front_end.py puts in front.

declare var Bokeh: any
declare const STYLE: string
declare const MARKUP: Record<string, string>
