import Core
import Numerics

/// Resolves names: who is whose mother, without cycles; index 0 is the world.
struct VolumeTree {
  let mothers: [Int]
  let daughters: [[Int]]
  let globalPlacements: [Placement]

  init(_ volumes: [VolumeDescription]) throws {
    var indexOfName: [String: Int] = [:]
    var sensorNames: [String: String] = [:]
    for (index, volume) in volumes.enumerated() {
      if indexOfName.updateValue(index, forKey: volume.name) != nil {
        throw HermeticError(
          .configuration,
          "\(volume.path).name = \"\(volume.name)\" is used twice. Give every volume its own name.")
      }
      if let sensor = volume.sensitive?.name,
        let other = sensorNames.updateValue(volume.name, forKey: sensor)
      {
        throw HermeticError(
          .configuration,
          "\(volume.path).sensitive.name = \"\(sensor)\" is used twice (also by volume \"\(other)\"). "
            + "Give every sensitive volume its own name.")
      }
    }
    var mothers = [-1]
    for volume in volumes.dropFirst() {
      guard let mother = indexOfName[volume.mother] else {
        let error = HermeticError.notFound("volume", volume.mother, known: volumes.map(\.name))
        throw HermeticError(error.code, "\(volume.path).mother: \(error.message)")
      }
      guard !volumes[mother].isLayered else {
        throw HermeticError(
          .geometry,
          "\(volume.path).mother = \"\(volume.mother)\" is a layered calorimeter (its inside is navigated "
            + "by arithmetic, so that it cannot hold \"\(volume.name)\"). Place the volume beside it, or "
            + "build the stack from boxes.")
      }
      mothers.append(mother)
    }
    try VolumeTree.refuseCycles(volumes, mothers)

    var daughters = [[Int]](repeating: [], count: volumes.count)
    for index in 1..<max(1, volumes.count) where volumes.count > 1 { daughters[mothers[index]].append(index) }
    var global = volumes.map(\.placement)
    var stack = [0]
    while let index = stack.popLast() {
      for daughter in daughters[index] {
        global[daughter] = global[index].composed(after: volumes[daughter].placement)
        stack.append(daughter)
      }
    }
    self.mothers = mothers
    self.daughters = daughters
    globalPlacements = global
  }

  private static func refuseCycles(_ volumes: [VolumeDescription], _ mothers: [Int]) throws {
    // 0 = not looked at, otherwise the walk that came by.
    var walk = [Int](repeating: 0, count: volumes.count)
    for start in 1..<max(1, volumes.count) where volumes.count > 1 {
      var index = start
      while index > 0, walk[index] == 0 {
        walk[index] = start
        index = mothers[index]
      }
      guard index > 0, walk[index] == start else { continue }
      var chain = [volumes[index].name]
      var next = mothers[index]
      while next != index {
        chain.append(volumes[next].name)
        next = mothers[next]
      }
      chain.append(volumes[index].name)
      throw HermeticError(
        .geometry,
        "\(volumes[index].path).mother: volumes contain each other (\(chain.joined(separator: " in "))). "
          + "One of them must have another mother.")
    }
  }
}
