-- Tracks from one's own hits.
local t = require "runner"
local hm = require "hermetic"

local function spectrometer()
  local planes = {}
  for i, z in ipairs { -4000, -3000, 3000, 4000 } do
    planes[i] = { name = "P" .. i, z_mm = z, angles_deg = { 0, 90 }, resolution_mm = 0.1 }
  end
  return assert(hm.tracker {
    planes = planes, particle = "mu-",
    fields = { { kind = "dipole", position_mm = { 0, 0, 0 }, length_mm = 2000, aperture_mm = { 500, 500 }, field_T = { 0, 1.75, 0 } } },
  })
end

t.test("exact hits give the exact track", function()
  local tracker <close> = spectrometer()
  t.near(tracker:describe().bend_T_m[2], 3.5, 1e-9)
  local start = { x_mm = 1, y_mm = 2, tx = 1e-3, ty = -1e-3, q_over_p = -1 / 50 }
  local hits = {}
  for _, z in ipairs { -4000, -3000, 3000, 4000 } do
    local there = assert(tracker:propagate({ start }, -4000, z))[1]
    hits[#hits + 1], hits[#hits + 2] = there.x_mm, there.y_mm
  end
  local track = assert(tracker:fit { hits })[1]
  t.near(track.q_over_p, -1 / 50, 1e-11)
  t.near(track.x_mm, 1, 1e-8)
  assert(track.chi2 < 1e-9 and track.ndf == 3)
  -- Half of the posterior lies below the estimate; the truth of a perfect measurement is in its middle.
  t.near(assert(tracker:cumulative({ hits }, { track.q_over_p }))[1], 0.5, 1e-9)
  t.near(assert(tracker:cumulative({ hits }, { -1 / 50 }))[1], 0.5, 1e-4)
  -- Without one of the hits it is still determined.
  hits[4] = false
  t.near(assert(tracker:fit { hits })[1].q_over_p, -1 / 50, 1e-11)
end)

t.test("a tracker says what it lacks", function()
  local none, message = hm.tracker { planes = {} }
  assert(none == nil and tostring(message):find "plane")
end)

local function run_card(tracker, response)
  local volumes, stations = {}, {}
  for i, z in ipairs { -3000, -1000, 1000, 3000 } do
    local name = "MM" .. i
    volumes[i] = { name = name, shape = "box", material = "polystyrene", size_mm = { 80, 80, 1 }, position_mm = { 0, 0, z } }
    stations[i] = { volume = name, angles_deg = { 45, -45 }, efficiency = 1 }
  end
  local whole = { stations = stations, momentum_GeV = 50, keep_hits = true }
  for key, value in pairs(tracker) do whole[key] = value end
  return {
    setup = {
      world = { material = "vacuum", size_mm = { 1000, 1000, 8000 } },
      volumes = volumes,
      fields = { { kind = "dipole", field_T = -1, length_mm = 1000, aperture_mm = { 400, 400 } } },
    },
    beam = { particle = "mu-", energy_GeV = 50, position_mm = { 0, 0, -3500 } },
    trackers = { ms = whole },
    response = response,
    events = 20,
    seed = 2,
  }
end

t.test("other beam particles make hits that say so", function()
  local pile_up = { particles_per_spill = 2e7, spill_s = 4.8, library_events = 5 }
  local run <close> = assert(hm.run(run_card({ pile_up = true }, { pile_up = pile_up })))
  assert(run:simulate())
  local others = assert(run:column "ms.other_particles")
  for e, hits in ipairs(assert(run:hits { tracker = "ms" })) do
    local foreign = false
    for _, hit in ipairs(hits) do foreign = foreign or hit.track >= 1000000 end
    assert(foreign == (others[e] > 0))
  end
  local none, message = hm.run(run_card { pile_up = true })
  assert(none == nil and tostring(message):find "pile_up")
end)

t.test("a run fits tracks and hands out its hits", function()
  local run <close> = assert(hm.run(run_card {}))
  assert(run:simulate())
  local momenta, counts = assert(run:column "ms.momentum_GeV"), assert(run:column "ms.hits")
  local events = assert(run:hits { tracker = "ms" })
  assert(#events == 20)
  for e, hits in ipairs(events) do
    assert(#hits == counts[e])
    for _, hit in ipairs(hits) do
      assert(hit.axis >= 1 and hit.axis <= 8 and math.abs(hit.u_mm - hit.true_u_mm) < 5)
    end
  end
  local sum, found = 0, 0
  for _, p in ipairs(momenta) do
    if p == p then sum, found = sum + p, found + 1 end
  end
  assert(found > 15)
  t.near(sum / found, 50, 3)
  local none, message = run:hits { tracker = "ms2" }
  assert(none == nil and tostring(message):find "ms2")
end)
