//! The one table of everything the window can ask: name, read or write, request, reply, handler.
//!
//! Dispatch, the shell's permissions and the TypeScript types are all made from it.

/// Calls a macro with every row of the table.
macro_rules! each_command {
    ($with:ident) => {
        $with! {
            // the program
            app_state: Read, Nothing => AppState, crate::app::state;
            settings_save: Write, SettingsSave => Settings, crate::app::save_settings;
            practice_start: Write, Act => AppState, crate::app::start_practice;
            practice_stop: Write, Act => AppState, crate::app::stop_practice;
            find: Read, Find => Vec<Found>, crate::app::find;
            open: Write, Open => Nothing, crate::app::open;
            look_keep: Write, LookKeep => Nothing, crate::app::keep_look;
            // wallets
            wallet_forms: Read, Nothing => WalletForms, crate::wallets::forms;
            wallets: Read, Nothing => Vec<WalletView>, crate::wallets::list;
            wallet_check: Write, WalletCheck => WalletChecked, crate::wallets::check;
            wallet_connect: Write, WalletConnect => WalletView, crate::wallets::connect;
            wallet_edit: Write, WalletEdit => WalletView, crate::wallets::edit;
            wallet_pause: Write, WalletAct => WalletView, crate::wallets::pause;
            wallet_resume: Write, WalletAct => WalletView, crate::wallets::resume;
            wallet_disconnect: Write, WalletAct => WalletView, crate::wallets::disconnect;
            own_prices: Read, WalletRef => Vec<OwnPrice>, crate::wallets::own_prices;
            own_price_save: Write, OwnPriceSave => Vec<OwnPrice>, crate::wallets::save_own_price;
            sync_now: Write, SyncNow => Nothing, crate::sync::now;
            // plans
            destinations: Read, Nothing => Destinations, crate::plans::destinations;
            plans_search: Read, PlanSearch => PlansFound, crate::plans::search;
            // eSIMs
            esims_page: Read, EsimQuery => EsimPage, crate::esims::page;
            esim_detail: Read, EsimRef => EsimDetail, crate::esims::detail;
            esim_refresh: Write, EsimAct => EsimDetail, crate::esims::refresh;
            esim_network: Write, EsimAct => EsimDetail, crate::network::ask;
            esim_reconnect: Write, EsimAct => Nothing, crate::network::reconnect;
            add_data_plans: Read, EsimRef => AddDataPlans, crate::plans::add_data;
            // kits
            kit: Read, EsimRef => Kit, crate::kit::read;
            kit_give: Write, KitGive => KitGiven, crate::kit::give;
            clipboard_keep: Write, Act => Nothing, crate::kit::keep_clipboard;
            // orders
            order_place: Write, OrderPlace => Vec<OrderView>, crate::purchases::place;
            orders_page: Read, OrderQuery => OrderPage, crate::purchases::page;
            order_detail: Read, OrderRef => OrderDetail, crate::purchases::detail;
            order_send: Write, OrderAct => OrderView, crate::purchases::send;
            order_withdraw: Write, OrderAct => OrderView, crate::purchases::withdraw;
            order_look: Write, OrderAct => OrderView, crate::purchases::look;
            order_settle: Write, OrderSettle => OrderView, crate::purchases::settle;
        }
    };
}
pub(crate) use each_command;
