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
  -- Without one of the hits it is still determined.
  hits[4] = false
  t.near(assert(tracker:fit { hits })[1].q_over_p, -1 / 50, 1e-11)
end)

t.test("a tracker says what it lacks", function()
  local none, message = hm.tracker { planes = {} }
  assert(none == nil and tostring(message):find "plane")
end)
