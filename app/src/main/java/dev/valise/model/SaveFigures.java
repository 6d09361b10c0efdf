package dev.valise.model;

/**
 * What a version holds and what its save left out.
 *
 * @param files number of files
 * @param bytes their sizes added up
 * @param storedBytes what the save added to the blob store
 * @param cookies all cookies the browser had
 * @param sessionCookies those of them without an expiry
 * @param origins number of web origins that have state in it
 * @param leftOutFiles caches and leftovers that the preset keeps out
 * @param leftOutBytes their sizes added up
 */
public record SaveFigures(
    int files,
    long bytes,
    long storedBytes,
    int cookies,
    int sessionCookies,
    int origins,
    int leftOutFiles,
    long leftOutBytes) {

  public SaveFigures withStoredBytes(long newStoredBytes) {
    return new SaveFigures(
        files, bytes, newStoredBytes, cookies, sessionCookies, origins, leftOutFiles, leftOutBytes);
  }
}
