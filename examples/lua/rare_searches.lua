-- η → invisible with NA64h, and millicharged pairs with NA64μ: lua5.4 rare_searches.lua [events]
local hm = require "hermetic"
local events = tonumber(arg[1]) or 300

local function search(card, analysis)
  local run <close> = assert(hm.run(card))
  local worst = 0
  for slice in run:slices { slice_ms = 500 } do worst = slice.worst_energy_imbalance end
  local row = assert(run:exclusion(analysis)).rows[1]
  print(("%s: %.3g per particle, acceptance %.3f, %s < %.3g, energy within %.0e"):format(
    card.signal.model.kind, row.yield_per_eot, row.acceptance, row.parameter, row.parameter_limit,
    worst))
end

-- Charge exchange is uncertain by a factor 2 to 7: `normalization` names the reading of its constant.
search({
  experiment = "na64h", events = events,
  signal = { model = { kind = "meson_invisible", meson = "eta" }, volumes = { "ECAL" }, chains_per_event = 40 },
}, {
  experiment = "na64h", background = 0,
  selection = { name = "empty detector", cuts = {
    { name = "ecal", expression = "ecal.total_GeV < 1" }, { name = "veto", expression = "veto.total_GeV < 0.01" },
    { name = "hcal", expression = "hcal.total_GeV < 1" },
  } },
})

search({
  experiment = "na64mu_2022", events = events,
  signal = { model = { kind = "millicharged" }, masses_GeV = { 0.01 }, volumes = { "ECAL" } },
}, { experiment = "na64mu_2022" })
