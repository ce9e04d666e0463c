local hm = require "hermetic"
local t = require "runner"

local function card(changes)
  local result = {
    setup = {
      world = { material = "air", size_mm = { 1000, 1000, 2000 } },
      volumes = { {
        name = "ECAL", shape = "layered_calorimeter", layers = 60, size_mm = { 198, 198 },
        slabs = { { material = "Pb", thickness_mm = 1.5 }, { material = "polystyrene", thickness_mm = 1.5 } },
        sensitive = { name = "ecal", slab = 1, cells = { 3, 3 } },
      } },
    },
    beam = { energy_GeV = 2 },
    events = 12,
    seed = 3,
  }
  for key, value in pairs(changes or {}) do result[key] = value end
  return result
end

local selection = { name = "s", cuts = { { name = "E_ECAL", expression = "ecal.total_GeV < 50" } } }

t.test("slices give the same bits as one go", function()
  local whole <close> = assert(hm.run(card()))
  whole:simulate { threads = 2 }
  local sliced <close> = assert(hm.run(card()))
  local count = 0
  for slice in sliced:slices { events = 5, slice_ms = 1, threads = 1 } do
    count = count + 1
    t.equal(slice.events_total, 12)
    t.near(slice.fraction, slice.events_done / 12, 1e-12)
  end
  assert(count >= 1)
  t.equal(#sliced, 5)
  local last
  for slice in sliced:slices() do last = slice end
  assert(last.finished and last.worst_energy_imbalance < 1e-9)
  for _, name in ipairs(whole:columns()) do
    local a, b = assert(whole:column(name)), assert(sliced:column(name))
    t.equal(#a, 12)
    for i = 1, 12 do t.equal(a[i], b[i]) end
  end
  for _ in sliced:slices() do error "there is nothing left" end
end)

t.test("response, identification, cells", function()
  local run <close> = assert(hm.run(card {
    response = { sensors = { ecal = { photoelectrons_per_GeV = 200, time_ns = 1 } } },
    identification = { cells = { "ecal" } }, cells = { "ecal" } }))
  run:simulate()
  local cells, totals = assert(run:cells { sensor = "ecal" }), assert(run:column "ecal.total_GeV")
  t.equal(#cells, 12 * 9)
  local sum = 0
  for i = 1, 9 do sum = sum + cells[i] end
  t.near(sum, totals[1], 1e-12)
  local R, truth = run:column("ecal.R")[1], run:column("truth.ecal.total_GeV")[1]
  assert(R >= 0 and R <= 1 and truth ~= totals[1])
  local _, message, code = run:cells { sensor = "hcal" }
  assert(code == "HERMETIC_E_NOT_FOUND", message)
  local shown = assert(run:display(2, { minimum_energy_GeV = 0.1 }))
  assert(shown.event == 2 and shown.tracks[1].particle == "e-" and #shown.cells == 1)
  t.equal(shown.columns["ecal.total_GeV"], totals[3])
  local estimate = assert(hm.limits.background {
    kind = "sideband", edges = { 50, 60, 70, 80 }, counts = { 10, 30, 90 }, region = { 0, 50 } })
  assert(estimate.expected > 0 and estimate.error > 0)
  local library = assert(hm.shower_library {
    setup = card().setup, energies_GeV = { 1 }, events = 60, beam = { spot_sigma_mm = { 3, 3 } } })
  assert(library.sensor == "ecal" and library.entries[1].limit > 0)
end)

t.test("profile, card, selection", function()
  local run <close> = assert(hm.run(card()))
  run:simulate()
  local mean, error_of_mean = run:profile "ecal"
  assert(#mean == 60 and #error_of_mean == 60)
  local sum, visible = 0, 0
  for _, value in ipairs(mean) do sum = sum + value end
  for _, value in ipairs(run:column "ecal.visible_GeV") do visible = visible + value / 12 end
  assert(math.abs(sum - visible) < 60 * 0.5e-9) -- summed in whole eV per layer and event
  t.equal(assert(run:card()).card.seed, 3)
  local flow, passed = assert(run:select(selection))
  assert(#passed == 12 and passed[1] and #flow.rows == 2 and flow.efficiency == 1)
end)

t.test("an experiment by name keeps its physics, key by key", function()
  local run <close> = assert(hm.run {
    experiment = "na64e_tracker_2018", events = 1, physics = { biasing = { gamma_to_muons = 2 } },
  })
  local whole = assert(run:card()).card
  t.equal(whole.physics.hadrons.birks_mm_per_MeV, 0.079)
  t.equal(whole.physics.hadrons.time_window_ns, 150)
  t.equal(whole.physics.biasing.gamma_to_muons, 2)
  assert(whole.response.sensors.srd0 and whole.trackers)
end)

t.test("a signal run ends in an exclusion", function()
  local run <close> = assert(hm.run(card {
    beam = { energy_GeV = 10 }, events = 6,
    signal = { model = { kind = "dark_photon" }, masses_GeV = { 0.01, 0.05 } },
  }))
  run:simulate()
  local result = assert(run:exclusion { name = "a", confidence_level = 0.9, periods = { {
    name = "p", eot = 1e12, selection = selection, background = 0, observed = 0 } } })
  t.equal(#result.rows, 2)
  assert(result.rows[1].epsilon > 0 and result.rows[1].epsilon < result.rows[2].epsilon)
end)

t.test("mesons, pairs and conversion as signals", function()
  for _, case in ipairs {
    { "pi-", 50, { model = { kind = "meson_invisible", meson = "eta" } }, "invisible_branching_ratio" },
    { "mu-", 160, { model = { kind = "millicharged" }, masses_GeV = { 0.1 } }, "charge" },
    { "mu-", 160, { model = { kind = "flavour_conversion", operator = "V_LL", quark = "u" } }, "coupling" },
  } do
    local run <close> = assert(hm.run {
      setup = {
        world = { material = "vacuum", size_mm = { 400, 400, 400 } },
        volumes = { { name = "foil", shape = "box", material = "Fe", size_mm = { 300, 300, 1 }, position_mm = { 0, 0, 0 } } },
      },
      beam = { particle = case[1], energy_GeV = case[2], position_mm = { 0, 0, -150 } },
      signal = case[3], events = 20,
    })
    for _ in run:slices { slice_ms = 500 } do end
    local row = assert(run:exclusion { periods = { { eot = 1e12, background = 0, observed = 0,
      selection = { name = "all", cuts = { { name = "all", expression = "weight > 0" } } } } } }).rows[1]
    assert(row.parameter == case[4] and row.parameter_limit > 0, case[4])
    assert(math.abs(row.yield_limit_per_eot / 2.3026e-12 - 1) < 1e-3, row.yield_limit_per_eot)
  end
end)

t.test("a signal of several processes", function()
  local run <close> = assert(hm.run(card {
    beam = { energy_GeV = 10 }, events = 6,
    signal = {
      model = { kind = "dark_photon", dark_matter = { kind = "dirac", alpha_D = 0.1 } }, masses_GeV = { 0.07 },
      processes = { "bremsstrahlung", "annihilation" },
    },
  }))
  run:simulate()
  local total, brems, annihilation = assert(run:column "signal.yield_0"),
    assert(run:column "signal.yield_0.bremsstrahlung"), assert(run:column "signal.yield_0.annihilation")
  for i = 1, 6 do assert(math.abs(brems[i] + annihilation[i] - total[i]) <= 1e-12 * total[i]) end
  local refused, message = hm.run(card {
    events = 1, signal = { model = { kind = "dark_photon" }, masses_GeV = { 0.07 }, processes = { "annihilation" } },
  })
  assert(not refused and message:find "dark_matter")
end)

t.test("bosons that decay inside the detector", function()
  local run <close> = assert(hm.run(card {
    beam = { energy_GeV = 10 }, events = 6,
    signal = {
      model = { kind = "dark_photon" }, masses_GeV = { 0.0167 }, visible_decays = "simulated",
      decay = { coupling = 1e-4, window_mm = { 1, 100 } },
    },
  }))
  run:simulate()
  local path, pdg, weight = assert(run:column "truth.decay_path_mm"), assert(run:column "truth.decay_pdg"),
    assert(run:column "signal.weight_0")
  for i = 1, 6 do assert(path[i] >= 1 and path[i] <= 100 and pdg[i] == 11 and weight[i] > 0) end
  local refused, message = hm.run(card {
    events = 1,
    signal = { model = { kind = "dark_photon" }, masses_GeV = { 0.0167 }, visible_decays = "simulated" },
  })
  assert(not refused and message:find "coupling")
end)

t.test("objects are collected while others live", function()
  for _ = 1, 20 do assert(hm.run(card { events = 1 })):simulate() end
  collectgarbage()
  collectgarbage()
end)

t.test("a failure inside the loop is a Lua error", function()
  local run <close> = assert(hm.run(card()))
  local ok, message = pcall(function() for _ in run:slices { slice_ms = -1 } do end end)
  assert(not ok and message:find "max_ms")
  t.equal(#run, 0)
end)

t.test("a tally", function()
  local run <close> = assert(hm.run {
    setup = { world = { material = "vacuum", size_mm = { 300, 300, 300 } }, volumes = { {
      name = "block", shape = "box", material = "Pb", size_mm = { 200, 200, 100 }, position_mm = { 0, 0, 50 } } } },
    beam = { energy_GeV = 0.2, position_mm = { 0, 0, -1 } }, events = 5,
    tallies = { radius = { kind = "deposit", radius_mm = { 0, 10, 200 } } } })
  run:simulate()
  local told = assert(run:tally "radius")
  t.equal(told.unit, "GeV")
  local deposited = 0
  for _, value in ipairs(assert(run:column "deposited_GeV")) do deposited = deposited + value / 5 end
  t.near(told.mean[1] + told.mean[2], deposited, 1e-6)
end)

t.test("parts put together are the same bits as one run", function()
  local whole <close> = assert(hm.run(card()))
  whole:simulate()
  local joined <close> = assert(hm.run(card()))
  for _, range in ipairs { { 0, 5 }, { 5, 7 } } do
    local part <close> = assert(hm.run(card { first_event = range[1], events = range[2] }))
    assert(joined:absorb(assert(part:simulate():checkpoint())))
  end
  t.equal(#joined, 12)
  t.equal(joined:checkpoint(), whole:checkpoint())
  local loaded <close> = assert(hm.load(whole:checkpoint()))
  t.equal(loaded:column("ecal.total_GeV")[12], whole:column("ecal.total_GeV")[12])
  local _, message, code = joined:absorb(whole:checkpoint())
  assert(code == "HERMETIC_E_STATE", message)
  _, message, code = hm.load "no checkpoint at all"
  assert(code == "HERMETIC_E_PARSE", message)
end)
