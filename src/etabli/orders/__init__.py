"""What is sold and to whom: clients, catalogue, quotes, orders and their lines, deliveries, and who is allotted to what.

Uses attendance, people, org, kit and core. Words: *quote* (devis, offerte), *order line* (ligne de commande, bestellijn),
*call-off* (appel de livraison, afroep), *allotment* (affectation, toewijzing), *delivery* (livraison, levering).
"""
