package dev.valise.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest, with the Java it runs on. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "valise %s (Java %s)".formatted(version == null ? "unpackaged" : version, Runtime.version())
    };
  }
}
