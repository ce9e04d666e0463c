local hm = require "hermetic"
local t = require "runner"

t.test("versions", function()
  assert(hm.version:match "^%d+%.%d+%.%d+$")
  t.equal(hm.abi_version, 1)
end)

t.test("presets and materials", function()
  local found = false
  for _, item in ipairs(assert(hm.presets "setup")) do found = found or item.name == "na64e_2018" end
  assert(found)
  t.equal(assert(hm.preset("setup", "na64e_2018")).name, "na64e_2018")
  t.near(assert(hm.material "Pb").density_g_cm3, 11.35, 1e-12)
  local own = assert(hm.material { name = "own", density_g_cm3 = 2, elements = { Si = 1 } })
  t.equal(own.density_g_cm3, 2)
end)

t.test("a set-up and a ray", function()
  local setup <close> = assert(hm.setup { preset = "na64e_2018" })
  assert(setup:describe())
  local lead, length = 0, 0
  for _, piece in ipairs(assert(setup:ray({ 0, 0, -100 }, { 0, 0, 1 }))) do
    if piece.volume == "ECAL" then
      length = length + piece.length_mm
      if piece.material == "Pb" then lead = lead + 1 end
    end
  end
  t.equal(lead, 150)
  t.near(length, 450, 1e-12)
end)

t.test("a closed object says so", function()
  local setup = assert(hm.setup { preset = "na64e_2018" })
  setup:close()
  setup:close()
  local ok, message = pcall(setup.describe, setup)
  assert(not ok and message:find "closed")
end)

t.test("rare processes", function()
  local pairs_of <close> = assert(hm.model { kind = "millicharged", mass_GeV = 0.1, charge = 1e-3 })
  local states = assert(pairs_of:process_sample {
    process = "pair_production", count = 3, energy_GeV = 100, element = "Pb", seed = 2 })
  t.equal(#states, 3)
  local meson <close> = assert(hm.model { kind = "meson_invisible", meson = "eta" })
  local text = assert(meson:describe()).processes[1].approximation
  assert(text:find("factor 2 to 7", 1, true) and text:find("integrated_interpretation", 1, true))
  local muons <close> = assert(hm.model { kind = "dimuon" })
  local pb = assert(muons:process_cross_section {
    process = "photon_conversion", energies_GeV = { 10 }, element = "Pb", particle = "gamma" })
  assert(math.abs(pb[1] / 334.64e6 - 1) < 1e-4)
end)

t.test("a signal model", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.0167 })
  local pb = assert(model:cross_section { energies_GeV = { 50, 100 }, element = "Pb" })
  assert(#pb == 2 and 0 < pb[1] and pb[1] < pb[2])
  t.equal(assert(model:cross_section { energies_GeV = 100, element = "Pb" })[1], pb[2])
  assert(assert(model:cross_section { energies_GeV = 100, element = "Pb", particle = "mu-" })[1] < pb[2])
  local slope = assert(model:differential_cross_section { x = { 0.1, 0.9 }, energy_GeV = 100, element = "Pb" })
  assert(slope[2] > slope[1])
  local states = assert(model:sample { count = 5, energy_GeV = 100, element = "W", seed = 3 })
  local later = assert(model:sample { count = 1, first = 4, energy_GeV = 100, element = "W", seed = 3 })
  t.equal(#states, 5)
  t.equal(later[1].boson[1], states[5].boson[1])
  local transverse = states[1].boson[2] + states[1].lepton[2] + states[1].nucleus[2]
  assert(math.abs(transverse) < 1e-6)
end)

t.test("processes", function()
  local function rate(process)
    return assert(hm.process.cross_section {
      process = process, particle = "gamma", material = "Pb", kinetic_energies_GeV = 0.1 })[1]
  end
  -- The tables of the sum and of its parts interpolate separately.
  t.near(rate "pair" + rate "compton" + rate "photoelectric", rate "total", 1e-4)
  assert(assert(hm.process.stopping_power {
    kind = "ionisation", particle = "e-", material = "Fe", kinetic_energies_GeV = { 0.1 } })[1] > 0)
  local made = assert(hm.process.sample { particle = "gamma", material = "Pb", kinetic_energy_GeV = 1, count = 20 })
  t.equal(#made, 20)
  for _, interaction in ipairs(made) do
    for _, particle in ipairs(interaction) do assert(particle.kinetic_energy_GeV <= 1) end
  end
end)

t.test("limits", function()
  t.near(assert(hm.limits.events { observed = 0, background = 0.5 }), math.log(10), 1e-9)
  local both = assert(hm.limits.counting {
    channels = { { name = "c", signal = 1, background = 0.5, observed = 0 } }, confidence_level = 0.9 })
  t.near(both.value, math.log(10), 1e-6)
  local raw = assert(hm.limits.interval { method = "feldman_cousins_raw", observed = 0, background = 3 })
  t.near(raw.upper, 0.9530268540543141, 1e-9)
  local found = assert(hm.limits.significance { observed = 4, sideband = { count = 5, ratio = 5 } })
  t.near(found.observed.significance, 1.66, 0.005)
end)

t.test("phenomenology", function()
  local p = hm.phenomenology
  t.near(assert(p.magnetic_moment { coupling = "vector", lepton = "mu", masses_GeV = 0 })[1], 1 / (8 * math.pi ^ 2), 1e-14)
  local g = assert(p.coupling_for { delta_a = 251e-11, coupling = "vector", lepton = "mu", masses_GeV = { 0.001, 0.1 } })
  t.near(g[1], 4.5158e-4, 1e-4)
  assert(g[2] > g[1])
  local real, imaginary = p.loop_mixing { q2_GeV2 = { 0, 0.1 } }
  t.near(real[1] * 4.8e-4, 6.928e-6, 1e-3)
  assert(imaginary[1] == 0 and imaginary[2] > 0)
  t.near(assert(p.convert { from = "epsilon", to = "y", alpha_D = 0.1, mass_ratio = 3, values = 1e-4 })[1],
    1e-9 / 81, 1e-14)
  local found = assert(p.relic { dark_matter = "majorana", m_chi_GeV = { 0.01, 0.02 }, mass_ratio = 3, alpha_D = 0.1 })
  t.near(found.rows[1].y, 6.68e-12, 0.01)
  assert(found.rows[2].y > found.rows[1].y and found.mediator == "dark_photon")
  local energy, entropy = p.degrees_of_freedom { temperatures_GeV = 0.008 }
  t.near(energy[1], entropy[1], 2e-3)
end)

t.test("couplings, islands, contours", function()
  local function channel(item)
    return { name = "run", exposure = 1e11, background = 0.1, observed = 0, yields = { item } }
  end
  local card = { mass_GeV = { 0.01, 0.02 }, channels = { channel { per_exposure = { 0.03, 0.01 } } } }
  local found = assert(hm.limits.couplings(card))
  t.near(found.rows[1].observed.intervals[1].lower, math.sqrt(math.log(10) / (1e11 * 0.03)), 1e-9)
  local island = assert(hm.limits.couplings { mass_GeV = { 0.0167 }, channels = { channel {
    kind = "decay", per_exposure = 0.01, width = "vector_ee", window_mm = { 200, 3500 }, energy_GeV = { 90 } } } })
  local edges = island.rows[1].observed.intervals[1]
  assert(edges.lower < edges.upper and edges.upper < 1e-2)
  local strengths = assert(hm.limits.strengths(card, { 1e-6, 1e-3 }))
  assert(#strengths == 2 and #strengths[1] == 2 and strengths[1][1] < 1 and strengths[2][1] > 1)
  t.equal(assert(hm.limits.strengths(hm.encode(card), { 1e-6, 1e-3 }))[2][2], strengths[2][2])
  local table = assert(hm.limits.contour({ level = 0.5 }, { 0, 1 }, { 0, 1 }, { 0, 1, 0, 1 }))
  t.equal(table.lines[1].x[1], 0.5)
  local calls = 0
  local circle = assert(hm.limits.trace({ x = { -1, 1 }, y = { -1, 1 }, level = 0.5 }, function(x, y)
    calls = calls + 1
    return x * x + y * y
  end))
  t.equal(circle.evaluations, calls)
  for i, x in ipairs(circle.lines[1].x) do t.near(x * x + circle.lines[1].y[i] ^ 2, 0.5, 1e-4) end
  local ok, message = pcall(hm.limits.trace, { x = { 0, 1 }, y = { 0, 1 } }, function() error "mine" end)
  assert(not ok and message:find "mine")
  local best = assert(hm.limits.optimise { selections = {
    { cut = 1, channels = { { name = "c", signal = 1, background = 0, observed = 0 } } },
    { cut = 2, channels = { { name = "c", signal = 2, background = 0, observed = 0 } } } } })
  t.equal(best.best_selection, 2)
end)

t.test("wrong use of the module itself is a Lua error", function()
  local model <close> = assert(hm.model { kind = "dark_photon", mass_GeV = 0.0167 })
  for name, call in pairs {
    ["unknown argument"] = function() return model:cross_section { energy = 100, element = "Pb" } end,
    ["must be a number"] = function() return hm.limits.events { observed = 0, background = "none" } end,
    ["must be an integer"] = function() return hm.limits.events { observed = 0.5, background = 0 } end,
    ["energies_GeV is missing"] = function() return model:cross_section { element = "Pb" } end,
    ["particle must be"] = function()
      return model:cross_section { energies_GeV = 1, element = "Pb", particle = "proton" }
    end,
    ["element must be a text"] = function() return model:cross_section { energies_GeV = 1, element = 82 } end,
    ["table expected"] = function() return model:sample() end,
  } do
    local ok, message = pcall(call)
    assert(not ok and message:find(name, 1, true), name .. ": " .. tostring(message))
  end
end)

t.test("a probe: one particle in one material", function()
  local probe <close> = assert(hm.process.probe { particle = "e-", material = "Pb" })
  local told = assert(probe:describe())
  t.equal(told.processes[1], "bremsstrahlung")
  local rate = assert(probe:evaluate {
    quantity = "cross_section", process = "bremsstrahlung", kinetic_energies_GeV = { 0.1, 10 } })
  local path = assert(probe:evaluate {
    quantity = "mean_free_path", process = "bremsstrahlung", kinetic_energies_GeV = { 0.1, 10 } })
  for i = 1, 2 do t.near(rate[i] * path[i], 1, 1e-12) end
  local direct = assert(hm.process.cross_section {
    process = "bremsstrahlung", particle = "e-", material = "Pb", kinetic_energies_GeV = { 0.1, 10 } })
  t.equal(direct[2], rate[2])
  local states = assert(probe:interact { process = "ionisation", kinetic_energy_GeV = 1, count = 5 })
  for _, state in ipairs(states) do
    t.near(state[1].kinetic_energy_GeV + state[2].kinetic_energy_GeV, 1, 1e-12)
  end
  local ends = assert(probe:follow { kinetic_energy_GeV = 1, path_mm = 2, count = 3 })
  t.equal(#ends, 3)
  assert(ends[1].energy_loss_GeV > 0 and ends[1].position_mm[3] > 1)
end)

t.test("magnetic fields and propagation", function()
  local setup <const> = assert(hm.setup {
    world = { material = "vacuum", size_mm = { 1000, 1000, 40000 } },
    fields = { { kind = "dipole", field_T = 1.75, length_mm = 4000, aperture_mm = { 600, 200 } } },
  })
  local b = assert(setup:field { 0, 0, 0, 0, 0, 3000 })
  t.equal(b[2], 1.75)
  t.equal(b[5], 0)
  local there = assert(setup:propagate {
    particle = "e-", z_mm = 10000, position_mm = { 0, 0, -10000 }, momentum_GeV = { 0, 0, 100 }, jacobian = true,
  })
  t.near(there.momentum_GeV[1], 0.299792458 * 7, 1e-9)
  t.equal(#there.jacobian, 25)
  local ok, message = pcall(setup.propagate, setup, { particle = "e-", z_mm = 0, position_mm = { 0 }, momentum_GeV = {} })
  assert(not ok and message:find "three numbers")
end)

t.test("quadrupoles and solenoids", function()
  local setup <const> = assert(hm.setup {
    world = { material = "vacuum", size_mm = { 1000, 1000, 40000 } },
    fields = {
      { kind = "quadrupole", gradient_T_m = 20, length_mm = 1000, aperture_mm = { 80, 80 }, edge = { bore_mm = 100 } },
      { kind = "solenoid", field_T = 2, length_mm = 1000, bore_mm = 300, position_mm = { 0, 0, 10000 } },
    },
  })
  local b = assert(setup:field { 10, 20, 0, 0, 0, 10000 })
  t.near(b[1], 0.4, 1e-5)
  t.near(b[2], 0.2, 1e-5)
  t.near(b[6], 2, 1e-12)
  local bad, code = hm.setup { world = { size_mm = { 1, 1, 1 } }, fields = { { kind = "quadrupole" } } }
  assert(bad == nil and code)
end)

t.test("muon losses and synchrotron radiation", function()
  local parts = 0
  for _, process in ipairs { "ionisation", "bremsstrahlung", "pair", "photonuclear" } do
    parts = parts + assert(hm.muon.stopping_power {
      process = process, material = "Pb", kinetic_energies_GeV = 100 })[1]
  end
  t.near(parts, assert(hm.muon.stopping_power { material = "Pb", kinetic_energies_GeV = { 100 } })[1], 1e-12)
  t.equal(assert(hm.muon.loss_density {
    process = "pair", material = "Pb", kinetic_energy_GeV = 10, losses_GeV = { 11 } })[1], 0)
  local magnet = { particle = "e-", energy_GeV = 100, field_T = 1.75 }
  t.near(4000 * assert(hm.synchrotron.describe(magnet)).photons_per_mm, 43.3, 0.1)
  local photons = assert(hm.synchrotron.sample(magnet, 5, 3))
  t.equal(photons[3], assert(hm.synchrotron.sample(magnet, 1, 3, 2))[1])
  assert(assert(hm.synchrotron.spectrum(magnet, { 1e-3 }))[1] > 0)
end)
