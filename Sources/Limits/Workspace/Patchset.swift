import Core

/// Patches of a workspace, as a list of JSON Patch operations or as a pyhf patchset 1.0.0: one background
/// and a patch per mass point, the form in which HEPData ships signal grids.
public enum Patchset {
  /// The workspace's JSON after the patch; `name` chooses one of a patchset.
  public static func apply(_ patch: JSON, name: String?, to workspace: JSON) throws -> JSON {
    if case .array = patch {
      guard name == nil else {
        throw HermeticError(
          .configuration,
          "name \"\(name!)\": this patch is a list of operations, not a patchset. Leave the name out.")
      }
      return try JSONPatch.apply(patch, to: workspace)
    }
    var card = try Card(patch, path: "")
    let items = try card.array("patches")
    _ = try card.required("metadata")
    let version = try card.string("version")
    guard version == "1.0.0" else {
      throw HermeticError(
        .configuration, "version \"\(version)\" of the patchset is not known (\"1.0.0\" is).")
    }
    try card.finish()
    var names: [String] = []
    for (index, item) in items.enumerated() {
      let path = "patches[\(index)]"
      var card = try Card(item, path: path)
      var metadata = try Card(try card.required("metadata"), path: "\(path).metadata")
      let own = try metadata.string("name")
      names.append(own)
      if own == name || (name == nil && items.count == 1) {
        return try JSONPatch.apply(try card.required("patch"), to: workspace)
      }
    }
    guard let name else {
      throw HermeticError(
        .configuration,
        "the patchset holds \(items.count) patches. Name one: \(names.prefix(24).joined(separator: ", ")).")
    }
    throw HermeticError.notFound("patch", name, known: names)
  }
}
