-- The NA64μ search of 2022 for a Z' of L_μ − L_τ: lua5.4 na64mu_missing_momentum.lua [muons] [seed]
local hm = require "hermetic"

local events, seed = tonumber(arg[1]) or 1000, tonumber(arg[2]) or 1
local experiment = assert(hm.preset("experiment", "na64mu_2022"))
local norm = experiment.normalisation

-- The trigger is the first cut, the cited selection follows.
local selection = assert(hm.preset("selection", experiment.selection.preset))
for i, cut in ipairs(experiment.trigger) do table.insert(selection.cuts, i, cut) end

local run <close> = assert(hm.run {
  setup = experiment.setup, beam = experiment.beam,
  signal = { model = { kind = "z_prime_mu_tau" }, masses_GeV = { 0.01, 0.1, 0.2, 0.5 }, volumes = { "ECAL" } },
  events = events, seed = seed,
})
for slice in run:slices { slice_ms = 500 } do
  io.stderr:write(("\r%5.1f %%  %d muons"):format(100 * slice.fraction, slice.events_done))
end
io.stderr:write "\n"

local result = assert(run:exclusion {
  periods = { {
    name = "2022", eot = norm.particles, selection = selection,
    background = norm.background, background_error = norm.background_error, observed = norm.observed,
  } },
})
print(("%g muons, %d observed, %s"):format(norm.particles, norm.observed, result.method))
for _, row in ipairs(result.rows) do
  print(("%6g MeV  yield %.3e per muon and g'^2  acceptance %.3f  g' < %.2e"):format(
    1000 * row.mass_GeV, row.yield_per_eot, row.acceptance, row.epsilon))
end
