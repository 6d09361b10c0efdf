package dev.valise.upkeep.verify;

import java.util.List;

/** One thing that is not as the store promises. */
public sealed interface Finding permits BlobFinding, CatalogFinding, SpaceFinding {

  /** For programs: the kind of the finding, such as {@code damaged-blob}; never changes. */
  String kind();

  Severity severity();

  /** What is wrong, as one sentence without a full stop. */
  String problem();

  /** What follows from it, at least one such sentence. */
  List<String> consequences();

  /** The versions that cannot be restored because of it, profile by profile. */
  List<Loss> losses();
}
