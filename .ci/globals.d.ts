// What the front end finds where it runs: BokehJS, and the text that app/page/front_end.py puts in front.

declare var Bokeh: any
declare const STYLE: string
