"""The words the sample company's customers are named with."""

from __future__ import annotations

CHILE_TRADES = (
    "Constructora", "Transportes", "Viña", "Agrícola", "Inmobiliaria", "Clínica", "Minera",
    "Distribuidora", "Pesquera", "Forestal", "Ferretería", "Laboratorio", "Comercial", "Ingeniería",
    "Logística", "Frigorífico", "Exportadora", "Imprenta", "Salmones", "Maderas",
)  # fmt: skip
CHILE_PLACES = (
    "Los Aromos", "Biobío", "Alto Cachapoal", "Maipo", "Lonquén", "Puerto Varas", "Elqui", "Ñuble",
    "Colchagua", "Tres Esteros", "Llanquihue", "Curacaví", "San Clemente", "Peñuelas", "Los Boldos",
    "Quilicura", "Panguipulli", "Cordillera Sur", "Huasco", "Del Maule", "Santa Irene", "Chiloé",
)  # fmt: skip
CHILE_FORMS = ("SpA", "Ltda.", "S.A.", "SpA", "E.I.R.L.")
CHILE_GROUPS = (
    "Inversiones Riñihue", "Holding Cerro Manquehue", "Grupo Aconcagua", "Empresas Tolhuaca",
    "Inversiones Calafate", "Grupo Valle Central",
)  # fmt: skip

MEXICO_TRADES = (
    "Distribuidora", "Transportes", "Grupo Textil", "Alimentos", "Empaques", "Aceros", "Farmacias",
    "Autopartes", "Constructora", "Servicios Logísticos", "Muebles", "Plásticos", "Abarrotes",
    "Hospital", "Agroindustrias",
)  # fmt: skip
MEXICO_PLACES = (
    "del Bajío", "Anáhuac", "de Occidente", "Tepeyac", "Cumbres", "del Norte", "San Ángel",
    "Tlaquepaque", "Jalisco", "Monterrey", "del Golfo", "Querétaro", "La Laguna", "Xochimilco",
)  # fmt: skip
MEXICO_FORMS = ("S.A. de C.V.", "S. de R.L. de C.V.", "S.A.P.I. de C.V.", "S.A. de C.V.")
MEXICO_GROUPS = ("Corporativo Popocatépetl", "Grupo Sierra Gorda", "Controladora Mayab")

ABROAD = (
    ("Minera Cerro Claro S.A.C.", "PE"), ("Agroexportaciones Ica Sur S.A.C.", "PE"),
    ("Textiles Gamarra S.A.", "PE"), ("Corporación Pesquera Chimbote S.A.", "PE"),
    ("Logística Arequipa S.A.C.", "PE"), ("Clínica San Borja Norte S.A.C.", "PE"),
    ("Pacific Ridge Foods Inc.", "US"), ("Blue Mesa Logistics LLC", "US"),
    ("Harbor Point Seafood Inc.", "US"), ("Redwood Timber Supply LLC", "US"),
    ("Sonora Valley Produce Inc.", "US"), ("Lakeshore Medical Devices Inc.", "US"),
)  # fmt: skip

OWNERS = ("Camila Rojas", "Diego Fuentes", "Mariana Ortega", "Rodrigo Pérez", "Valentina Soto")
CONTACT_NOTES = (
    "Facturación a nombre de la casa matriz.",
    "Enviar la factura antes del día 10.",
    "Contacto de pagos: tesorería.",
)
CALL_NOTES = (
    "Pidió una segunda demostración con su equipo de bodega.",
    "Evaluado junto a otros dos proveedores.",
    "Referido por un cliente actual.",
    "Quiere partir con la casa matriz y sumar sucursales después.",
)
SUPPLIERS = (
    "CENTRO DE DATOS DEL SUR", "ARRIENDO OFICINA PROVIDENCIA", "SEGUROS CORDILLERA",
    "SERVICIOS DE NUBE", "ASESORIA CONTABLE", "AGENCIA DE PUBLICIDAD",
)  # fmt: skip
