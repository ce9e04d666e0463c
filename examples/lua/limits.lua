-- Limits from counts, without a simulation: one count, a coupling, an island, its contour.
local hm = require "hermetic"

local exact = assert(hm.limits.interval { observed = 0, background = 0.07 })
print(("0 observed over 0.07: %.6f events (%s)"):format(exact.upper, exact.method))
local unified = assert(hm.limits.interval { method = "feldman_cousins", observed = 0, background = 3 })
print(("Feldman-Cousins, 0 over 3: %.3f"):format(unified.upper))

-- Production alone: the limit grows with the mass as the yield falls.
local search = assert(hm.limits.couplings(assert(hm.preset("coupling", "na64e_2016_2018"))))
for _, row in ipairs(search.rows) do
  print(("%7.1f MeV  epsilon < %.2e"):format(1000 * row.mass_GeV, row.observed.intervals[1].lower))
end

-- Decays in flight: an island, or an explicit "no_exclusion".
local card = {
  mass_GeV = { 0.0167 },
  channels = { {
    name = "run", exposure = 5.4e10, efficiency = 0.3, background = 0.07, observed = 0,
    yields = { {
      kind = "decay", per_exposure = 8e-3, width = "vector_ee", window_mm = { 200, 3700 }, energy_GeV = { 50, 90 } } },
  } },
}
local found = assert(hm.limits.couplings(card)).rows[1].observed
for _, piece in ipairs(found.intervals) do
  print(("island at 16.7 MeV: %.2e to %.2e"):format(piece.lower, piece.upper))
end

-- The same in the plane of exposure and coupling, by a contour that only asks for what it needs.
local traced = assert(hm.limits.trace({
  x = { 1e9, 1e12 }, y = { 1e-5, 1e-2 }, x_scale = "log", y_scale = "log", value_scale = "log",
  cells = { 12, 24 }, refinements = 3,
}, function(exposure, coupling)
  card.channels[1].exposure = exposure
  return assert(hm.limits.strengths(card, { coupling }))[1][1]
end))
print(("%d lines from %d evaluations"):format(#traced.lines, traced.evaluations))
