"""Addresses of the room, under the number of an establishment."""

from django.urls import path

from etabli.orders import views

app_name = "orders"

_CLIENTS = [
    path("clients/", views.clients, name="clients"),
    path("clients/export.<str:kind>", views.clients_export, name="clients_export"),
    path("clients/add/", views.client_add, name="client_add"),
    path("clients/<int:client>/", views.client, name="client"),
    path("clients/<int:client>/edit/", views.client_edit, name="client_edit"),
    path("clients/<int:client>/addresses/add/", views.address_add, name="address_add"),
    path("clients/<int:client>/addresses/<int:address>/", views.address, name="address"),
    path("clients/<int:client>/contacts/add/", views.contact_add, name="contact_add"),
    path("clients/<int:client>/contacts/restore/", views.contact_restore, name="contact_restore"),
    path("clients/<int:client>/contacts/<int:contact>/", views.contact, name="contact"),
    path("clients/<int:client>/contacts/<int:contact>/remove/", views.contact_remove, name="contact_remove"),
    path("clients/<int:client>/goods/add/", views.goods_add, name="goods_add"),
]

_GOODS = [
    path("clients/goods/", views.goods, name="goods"),
    path("clients/goods/export.<str:kind>", views.goods_export, name="goods_export"),
    path("clients/goods/count/", views.goods_count, name="goods_count"),
    path("clients/goods/<int:goods>/", views.goods_item, name="goods_item"),
    path("clients/goods/<int:goods>/edit/", views.goods_edit, name="goods_edit"),
    path("clients/goods/<int:goods>/move/", views.goods_move, name="goods_move"),
]

_CATALOGUE = [
    path("products/", views.products, name="products"),
    path("products/export.<str:kind>", views.products_export, name="products_export"),
    path("products/add/", views.product_add, name="product_add"),
    path("products/<int:product>/", views.product, name="product"),
    path("products/<int:product>/edit/", views.product_edit, name="product_edit"),
    path("products/<int:product>/costs/", views.costs, name="costs"),
    path("products/<int:product>/prices/add/", views.price_add, name="price_add"),
    path("products/<int:product>/prices/restore/", views.price_restore, name="price_restore"),
    path("products/<int:product>/prices/<int:revision>/remove/", views.price_remove, name="price_remove"),
    path("products/stock/", views.stock, name="stock"),
    path("products/stock/export.<str:kind>", views.stock_export, name="stock_export"),
    path("products/stock/count/", views.stock_count, name="stock_count"),
    path("products/<int:product>/stock/", views.stock_item, name="stock_item"),
    path("products/<int:product>/stock/move/", views.stock_move, name="stock_move"),
    path("products/vat/", views.treatments, name="treatments"),
    path("products/vat/add/", views.treatment_add, name="treatment_add"),
    path("products/vat/<int:vat>/", views.treatment, name="treatment"),
]

_QUOTES = [
    path("quotes/", views.quotes, name="quotes"),
    path("quotes/export.<str:kind>", views.quotes_export, name="quotes_export"),
    path("quotes/add/", views.quote_add, name="quote_add"),
    path("quotes/<int:quote>/", views.quote, name="quote"),
    path("quotes/<int:quote>/pdf/", views.quote_pdf, name="quote_pdf"),
    path("quotes/<int:quote>/edit/", views.quote_edit, name="quote_edit"),
    path("quotes/<int:quote>/send/", views.quote_send, name="quote_send"),
    path("quotes/<int:quote>/accept/", views.quote_accept, name="quote_accept"),
    path("quotes/<int:quote>/refuse/", views.quote_refuse, name="quote_refuse"),
    path("quotes/<int:quote>/revise/", views.quote_revise, name="quote_revise"),
    path("quotes/<int:quote>/lines/add/", views.quote_line_add, name="quote_line_add"),
    path("quotes/<int:quote>/lines/restore/", views.quote_line_restore, name="quote_line_restore"),
    path("quotes/<int:quote>/lines/<int:position>/", views.quote_line, name="quote_line"),
    path("quotes/<int:quote>/lines/<int:position>/remove/", views.quote_line_remove, name="quote_line_remove"),
]

_DELIVERIES = [
    path("deliveries/", views.deliveries, name="deliveries"),
    path("deliveries/export.<str:kind>", views.deliveries_export, name="deliveries_export"),
    path("deliveries/<int:delivery>/", views.delivery, name="delivery"),
    path("deliveries/<int:delivery>/slip/", views.delivery_pdf, name="delivery_pdf"),
    path("deliveries/<int:delivery>/edit/", views.delivery_edit, name="delivery_edit"),
    path("deliveries/<int:delivery>/complete/", views.delivery_complete, name="delivery_complete"),
    path("deliveries/<int:delivery>/cancel/", views.delivery_cancel, name="delivery_cancel"),
    path("deliveries/<int:delivery>/lines/<int:position>/return/", views.return_add, name="return_add"),
    path("returns/", views.returns, name="returns"),
    path("returns/export.<str:kind>", views.returns_export, name="returns_export"),
    path("returns/<int:returned>/", views.returned, name="returned"),
]

_LINE = "<int:order>/lines/<int:line>/"
_ALLOTMENT = f"{_LINE}allotments/<int:allotment>/"
_ORDERS = [
    path("", views.board, name="board"),
    path("export.<str:kind>", views.board_export, name="board_export"),
    path("all/", views.orders, name="orders"),
    path("all/export.<str:kind>", views.orders_export, name="orders_export"),
    path("add/", views.order_add, name="order_add"),
    path("<int:order>/", views.order, name="order"),
    path("<int:order>/edit/", views.order_edit, name="order_edit"),
    path("<int:order>/confirm/", views.order_confirm, name="order_confirm"),
    path("<int:order>/cancel/", views.order_cancel, name="order_cancel"),
    path("<int:order>/close/", views.order_close, name="order_close"),
    path("<int:order>/period/", views.order_period, name="order_period"),
    path("<int:order>/deliver/", views.deliver, name="deliver"),
    path("<int:order>/lines/add/", views.line_add, name="line_add"),
    path(_LINE, views.line, name="line"),
    path(f"{_LINE}costs/", views.line_costs, name="line_costs"),
    path(f"{_LINE}state/", views.line_state, name="line_state"),
    path(f"{_LINE}calls/add/", views.call_add, name="call_add"),
    path(f"{_LINE}calls/restore/", views.call_restore, name="call_restore"),
    path(f"{_LINE}calls/<int:call>/remove/", views.call_remove, name="call_remove"),
    path(f"{_LINE}allot/", views.allot, name="allot"),
    path(f"{_LINE}allotments/restore/", views.allotment_restore, name="allotment_restore"),
    path(f"{_ALLOTMENT}end/", views.allotment_end, name="allotment_end"),
    path(f"{_ALLOTMENT}remove/", views.allotment_remove, name="allotment_remove"),
]

urlpatterns = [*_CLIENTS, *_GOODS, *_CATALOGUE, *_QUOTES, *_DELIVERIES, *_ORDERS]
