-- The NA64μ search of 2022 for a Z' of L_μ − L_τ: lua5.4 na64mu_missing_momentum.lua [muons] [seed]
local hm = require "hermetic"

local run <close> = assert(hm.run {
  experiment = "na64mu_2022", -- set-up, beam, response; hm.preset("experiment", …) says where each number is from
  signal = { model = { kind = "z_prime_mu_tau" }, masses_GeV = { 0.01, 0.1, 0.2, 0.5 }, volumes = { "ECAL" } },
  events = tonumber(arg[1]) or 1000,
  seed = tonumber(arg[2]) or 1,
})
for slice in run:slices { slice_ms = 500 } do
  io.stderr:write(("\r%5.1f %%  %d muons"):format(100 * slice.fraction, slice.events_done))
end
io.stderr:write "\n"

local result = assert(run:exclusion { experiment = "na64mu_2022" }) -- trigger and cuts, muons on target, background
print(("%g muons, %s"):format(result.eot, result.method))
for _, row in ipairs(result.rows) do
  print(("%6g MeV  yield %.3e per muon and g'^2  acceptance %.3f  g' < %.2e"):format(
    1000 * row.mass_GeV, row.yield_per_eot, row.acceptance, row.epsilon))
end
