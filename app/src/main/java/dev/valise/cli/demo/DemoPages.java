package dev.valise.cli.demo;

/** What the site of the demonstration shows. */
final class DemoPages {

  /**
   * Reads the traces of a login; the cookies through the server, because one of them is HttpOnly.
   */
  private static final String STATE =
      """
      <script>
        const database = () => new Promise((resolve, reject) => {
          const opening = indexedDB.open('demo', 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('account');
          opening.onsuccess = () => resolve(opening.result);
          opening.onerror = () => reject(opening.error);
        });
        const done = (transaction) => new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
        window.state = async () => {
          const cookies = await (await fetch('/cookies')).json();
          const db = await database();
          const transaction = db.transaction('account');
          const read = transaction.objectStore('account').get('record');
          await done(transaction);
          db.close();
          return JSON.stringify(
              {...cookies, token: localStorage.getItem('token'), record: read.result ?? null});
        };
      </script>
      """;

  static final String LOGIN =
      """
      <!doctype html>
      <title>Log in</title>
      <form method="post" action="/login">
        <input id="name" name="name" placeholder="name" autofocus>
        <input id="password" name="password" type="password" placeholder="password">
        <button id="submit">Log in</button>
      </form>
      """
          + STATE;

  static final String ACCOUNT =
      """
      <!doctype html>
      <title>Account</title>
      <h1>Logged in</h1>
      """
          + STATE;

  /**
   * The first page after a login: keeps what the script of a real site would keep.
   *
   * @param token for localStorage, without characters that JavaScript would escape
   * @param record for IndexedDB, likewise
   */
  static String welcome(String token, String record) {
    return ACCOUNT
        + """
        <script>
          window.kept = (async () => {
            localStorage.setItem('token', '%s');
            const db = await database();
            const transaction = db.transaction('account', 'readwrite');
            transaction.objectStore('account').put('%s', 'record');
            await done(transaction);
            db.close();
          })();
        </script>
        """
            .formatted(token, record);
  }

  private DemoPages() {}
}
