import Geometry
import Numerics
import Testing

@Suite struct CellTests {
  @Test func channelsOfTheCalorimeter() throws {
    let world = try worldOfAir(LayeredTests.calorimeter)
    let ecal = try #require(world.sensors.first)
    #expect(ecal.name == "ecal" && ecal.volumeName == "ECAL" && ecal.volume == 1)
    #expect(ecal.sections == [16, 134] && ecal.layerCount == 150 && ecal.channelCount == 72)
    // The middle of each cell, in the last layer of the first section and the first of the second.
    for (slab, section) in [(1, 0), (31, 0), (33, 1), (299, 1)] {
      for ix in 0..<6 {
        for iy in 0..<6 {
          let centre = ecal.centre(ix: ix, iy: iy)
          #expect(centre.x_mm.isNearly(38.2 * (Double(ix) - 2.5)))
          let channel = world.view.channel(
            Location(volume: 1, slab: Int32(slab)), Vector3(centre.x_mm, centre.y_mm, 0))
          #expect(channel == (section * 6 + ix) * 6 + iy)
          #expect(channel == ecal.channel(section: section, ix: ix, iy: iy))
          #expect(ecal.cell(of: channel) == (section, ix, iy))
        }
      }
    }
    #expect(world.view.channel(Location(volume: 1, slab: 0), .zero) == -1)
  }

  @Test func hitsBeyondTheGridCountInTheEdgeCell() throws {
    let world = try worldOfAir(
      #"""
      {"name":"VETO","shape":"box","material":"polystyrene","size_mm":[580,580,50],
       "sensitive":{"name":"veto","cells":[3,1],"cell_mm":[100,50]}}
      """#)
    let at = Location(volume: 1)
    func channel(_ x: Double, _ y: Double) -> Int { world.view.channel(at, Vector3(x, y, 0)) }
    #expect([-290, -151, -149, -51].map { channel($0, 0) } == [0, 0, 0, 0])
    #expect([-49.0, 0, 49].map { channel($0, 0) } == [1, 1, 1])
    #expect([51.0, 149, 290, 1e300].map { channel($0, 200) } == [2, 2, 2, 2])
    #expect(channel(.nan, .nan) == 0)
    #expect(channel(-1e300, -1e300) == 0)
  }

  @Test func defaults() throws {
    let world = try worldOfAir(
      #"{"name":"V","shape":"box","material":"polystyrene","size_mm":[60,40,50],"sensitive":{"cells":[3,2]}},"#
        + #"{"name":"T","shape":"tube","material":"Si","outer_radius_mm":"1 cm","length_mm":1,"position_mm":[0,0,"10 cm"],"sensitive":{}}"#
    )
    let box = world.sensors[0]
    let tube = world.sensors[1]
    #expect(box.name == "V" && box.cellX_mm == 20 && box.cellY_mm == 20 && box.sections == [1])
    #expect(tube.name == "T" && tube.cellX_mm == 20 && tube.channelCount == 1)
    #expect(world.view.locate(Vector3(9.9, 0, 100), direction: Vector3(0, 0, 1)).volume == 2)
    #expect(world.view.locate(Vector3(10.1, 0, 100), direction: Vector3(0, 0, 1)).volume == 0)
  }
}
