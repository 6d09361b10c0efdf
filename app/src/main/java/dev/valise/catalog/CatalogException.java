package dev.valise.catalog;

/** The database failed, cannot be opened, or holds what this program cannot read. */
public final class CatalogException extends RuntimeException {
  public CatalogException(String message) {
    super(message);
  }

  public CatalogException(String message, Throwable cause) {
    super(message, cause);
  }
}
