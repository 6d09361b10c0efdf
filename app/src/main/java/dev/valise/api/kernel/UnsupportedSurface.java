package dev.valise.api.kernel;

import java.util.regex.Pattern;

/**
 * The paths of Kernel's OpenAPI document that Valise does not have. They answer 501, not 404: to
 * its SDK 404 means that a thing was deleted.
 */
final class UnsupportedSurface {
  private static final Pattern PATHS =
      Pattern.compile(
          "/(browsers/[^/]+/.+|profiles/[^/]+/.+"
              + "|(agents|apps|audit-logs|auth|browser_pools|credentials|deployments|extensions"
              + "|invocations|org|proxies|webdriver)(/.*)?)");

  private UnsupportedSurface() {}

  static boolean has(String path) {
    return PATHS.matcher(path).matches();
  }
}
