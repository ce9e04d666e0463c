-- What electrons, muons and pions leave in the synchrotron radiation detector: ../python/srd_spectrum.py in Lua.
-- lua srd_spectrum.lua [events [seed [events to print]]]
local hm = require "hermetic"

local events = tonumber(arg[1]) or 2000
local seed = tonumber(arg[2]) or 1
local shown = tonumber(arg[3]) or 0

local card = assert(hm.preset("setup", "na64e_spectrometer_2018"))
local upstream = { world = card.world, fields = card.fields, volumes = {}, calibration = {},
                   groups = { srd = { "srd0", "srd1", "srd2" } } }
for _, volume in ipairs(card.volumes) do
  if volume.position_mm[3] < 0 then table.insert(upstream.volumes, volume) end
end
for _, name in ipairs(upstream.groups.srd) do upstream.calibration[name] = card.calibration[name] end

local cuts = {}
for i = 0, 2 do
  cuts[i + 1] = { name = "SRD" .. i, expression = ("srd%d.total_GeV > 0.001 && srd%d.total_GeV < 0.08"):format(i, i) }
end

for _, particle in ipairs { "e-", "mu-", "pi-" } do
  local run <close> = assert(hm.run {
    setup = upstream,
    beam = { particle = particle, energy_GeV = 100, position_mm = { -72.4103, 0, -19000 },
             direction = { 0.0209870, 0, 0.9997798 } },
    events = events,
    seed = seed,
  })
  run:simulate()
  local total, sum, tagged = assert(run:column "srd.total_GeV"), 0, 0
  for _, value in ipairs(total) do sum = sum + 1e3 * value end
  local _, passed = assert(run:select { name = "1 to 80 MeV in every module", cuts = cuts })
  for _, yes in ipairs(passed) do
    if yes == true or yes == 1 then tagged = tagged + 1 end
  end
  print(("%s: mean %.6g MeV, tagged %d of %d"):format(particle, sum / #total, tagged, #total))
  local modules = {}
  for i = 0, 2 do modules[i + 1] = assert(run:column(("srd%d.total_GeV"):format(i))) end
  for event = 1, math.min(shown, #total) do
    print(("event %d %.17g %.17g %.17g"):format(event - 1, modules[1][event], modules[2][event], modules[3][event]))
  end
end
