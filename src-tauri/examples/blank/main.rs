//! A Tauri window with an empty page: the least that any program of this kind needs. The benches measure
//! eSIM Desk against it.

fn main() {
    let built = tauri::Builder::default()
        .setup(|app| {
            let page = tauri::WebviewUrl::App("index.html".into());
            tauri::WebviewWindowBuilder::new(app, "main", page)
                .inner_size(1280.0, 800.0)
                .on_document_title_changed(|window, title| {
                    let _ = window.set_title(&title);
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!("examples/blank/tauri.conf.json"));
    if let Err(error) = built {
        eprintln!("the blank window could not be opened: {error}");
    }
}
