"""Methods that give up early: one file each.

| file | what decides | when |
|---|---|---|
| `halving`, `hyperband`, `bohb` | the best of a rung go on | when the whole rung is told |
| `asha` | the best of a rung so far go on, later ones join | whenever a worker is free |
| `median`, `early_terminate`, `asha.TopOfRung` | a training goes on or is over | at each report |
| `pbt` | the worst copy the best and change knobs | at each tick |

Each is a `strategies.method.Method`; new configurations come from a sampler, any `Strategy`. The
rules of the third row are `stopping.Stopping`'s.
"""
