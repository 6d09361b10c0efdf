package dev.valise.api.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The body of every error (the schema Error of Kernel's OpenAPI document).
 *
 * @param code a word for programs
 * @param message for people
 * @param details more of the same kind
 */
record KernelError(String code, String message, Optional<List<Detail>> details) {
  record Detail(String code, String message) {}

  static KernelError of(String code, String message) {
    return new KernelError(code, message, Optional.empty());
  }
}
